package org.posthorn.dist.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;

/// A connection to the server under test: octets out, lines in. A line is looked at where it lies in the
/// buffer; nothing is made of it unless someone asks. Not thread-safe.
final class Wire implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;
    /// The longest line that is taken; an ENVELOPE may be long.
    private static final int LONGEST = 4 << 20;

    private final Target target;
    private final Traffic traffic;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private byte[] buffer;
    private int lineStart;
    private int lineEnd;
    private int next;
    private int filled;

    /// @param bufferSize octets read at once; small where most connections are idle
    Wire(Target target, Traffic traffic, int bufferSize) throws IOException {
        this.target = target;
        this.traffic = traffic;
        this.buffer = new byte[bufferSize];
        var plain = new Socket();
        try {
            plain.connect(target.address(), TIMEOUT_MILLIS);
            plain.setSoTimeout(TIMEOUT_MILLIS);
            plain.setTcpNoDelay(true);
            use(plain);
            if (target.security() == Target.Security.TLS) {
                secure();
            }
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    boolean wantsStartTls() {
        return target.security() == Target.Security.STARTTLS;
    }

    /// TLS from here on.
    void secure() throws IOException {
        var tls = (SSLSocket) AnyCertificate.sockets()
                .createSocket(socket, "localhost", target.address().getPort(), true);
        tls.startHandshake();
        use(tls);
    }

    /// From here on the server may be silent as long as it likes.
    void beSilent() throws IOException {
        socket.setSoTimeout(0);
    }

    private void use(Socket next) throws IOException {
        socket = next;
        in = next.getInputStream();
        out = next.getOutputStream();
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] octets) throws IOException {
        out.write(octets);
        traffic.sent().add(octets.length);
    }

    /// Goes to the next line.
    void nextLine() throws IOException {
        lineStart = next;
        int looked = next;
        while (true) {
            for (int i = looked; i < filled; i++) {
                if (buffer[i] == '\n') {
                    lineEnd = i > lineStart && buffer[i - 1] == '\r' ? i - 1 : i;
                    next = i + 1;
                    return;
                }
            }
            int length = filled - lineStart;
            fill();
            looked = lineStart + length;
        }
    }

    /// Makes room behind what is held from the line's start, and reads.
    private void fill() throws IOException {
        int held = filled - lineStart;
        System.arraycopy(buffer, lineStart, buffer, 0, held);
        lineStart = 0;
        filled = held;
        if (filled == buffer.length) {
            if (buffer.length >= LONGEST) {
                throw new UnexpectedReply("a line", "of more than " + LONGEST + " octets");
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        traffic.received().add(read);
        filled += read;
    }

    /// Drops octets behind the present line.
    void skip(long octets) throws IOException {
        long left = octets;
        while (left > 0) {
            if (next == filled) {
                lineStart = next;
                fill();
                next = 0;
            }
            int taken = (int) Math.min(left, filled - next);
            next += taken;
            left -= taken;
        }
    }

    // ---- the present line, without its CRLF

    String text() {
        return new String(buffer, lineStart, lineEnd - lineStart, StandardCharsets.ISO_8859_1);
    }

    int length() {
        return lineEnd - lineStart;
    }

    /// The octet at a place of the line, counted from its end when negative; 0 beyond it.
    int at(int index) {
        int i = index < 0 ? lineEnd + index : lineStart + index;
        return i < lineStart || i >= lineEnd ? 0 : buffer[i];
    }

    boolean startsWith(String start) {
        if (length() < start.length()) {
            return false;
        }
        for (int i = 0; i < start.length(); i++) {
            if (buffer[lineStart + i] != start.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
