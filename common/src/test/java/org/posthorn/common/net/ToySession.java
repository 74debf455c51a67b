package org.posthorn.common.net;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A protocol of its own for these tests: it answers what it understood, so a test sees how the bytes were cut.
///
///     anything      "<line>"
///     LIT n         the next n bytes, echoed as "[…]"
///     DATA          "go", then the body as "[…]" and whether it had a bare newline
///     NEXT          reads one more line with nextLine
///     LIMIT n       changes the line limit
///     SPAM n        n KiB of output
///     TLS           STARTTLS
///     ZIP           compresses from then on
///     UNZIP         ends that
///     HALF          leaves a body half read
///     FAIL          throws
///     QUIT          closes
final class ToySession implements Session {
    final Connection connection;
    final AtomicInteger closedCalls = new AtomicInteger();
    final CountDownLatch closed = new CountDownLatch(1);

    ToySession(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void greet() throws PeerGone {
        say("hello");
    }

    @Override
    public void line(byte[] line) throws PeerGone {
        var text = new String(line, StandardCharsets.ISO_8859_1);
        var words = text.split(" ");
        switch (words[0].toUpperCase(Locale.ROOT)) {
            case "LIT" -> echo(connection.literal(Long.parseLong(words[1])));
            case "DATA" -> {
                say("go");
                echo(connection.data());
            }
            case "NEXT" -> next();
            case "LIMIT" -> {
                connection.lineLimit(Integer.parseInt(words[1]));
                say("limit");
            }
            case "SPAM" -> {
                for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                    connection.out().bytes(new byte[1024]);
                }
            }
            case "ZIP" -> connection.compress("zipped\r\n");
            case "UNZIP" -> connection.decompress("unzipped\r\n");
            case "TLS" -> connection.startTls("begin\r\n");
            case "HALF" -> connection.literal(10);
            case "FAIL" -> throw new IllegalStateException("asked to fail");
            case "QUIT" -> {
                say("bye");
                connection.closeAfterFlush();
            }
            default -> say("<" + text + ">");
        }
    }

    @Override
    public void badLine(BadLine bad) throws PeerGone {
        say(bad.reason().name());
    }

    @Override
    public void silent() throws PeerGone {
        say("silent");
    }

    @Override
    public void shutdown() throws PeerGone {
        say("shutdown");
    }

    @Override
    public void closed() {
        closedCalls.incrementAndGet();
        closed.countDown();
    }

    void say(String text) throws PeerGone {
        connection.out().ascii(text).crlf();
    }

    private void next() throws PeerGone {
        try {
            say("next <" + new String(connection.nextLine(), StandardCharsets.ISO_8859_1) + ">");
        } catch (BadLine bad) {
            say("next " + bad.reason());
        }
    }

    private void echo(Body body) throws PeerGone {
        try (body) {
            var all = new ByteArrayOutputStream();
            for (var chunk = body.next(); chunk.hasRemaining(); chunk = body.next()) {
                var bytes = new byte[chunk.remaining()];
                chunk.get(bytes);
                all.writeBytes(bytes);
            }
            connection.out().ascii("[").bytes(all.toByteArray()).ascii("]");
            say(body.bareNewline() ? " bare" : "");
        }
    }
}
