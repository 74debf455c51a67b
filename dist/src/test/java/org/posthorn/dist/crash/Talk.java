package org.posthorn.dist.crash;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.posthorn.common.transcript.Client;

/// An IMAP conversation of a logged-in client: a command, all that is answered, the next command.
final class Talk implements AutoCloseable {
    private static final Pattern LITERAL = Pattern.compile(".*\\{(\\d+)}");

    private final Client client;

    /// An answer's line, and the literal in it, if there is one.
    record Line(String text, byte[] literal) {}

    Talk(InetSocketAddress server, String account, String password) throws IOException, Died {
        client = Client.connect(server);
        receive();
        ask("LOGIN " + account + " " + password);
    }

    /// Sends the command and reads up to its `OK`.
    ///
    /// @throws Died           the server went before it said so
    /// @throws AssertionError it said something else
    List<Line> ask(String command) throws IOException, Died {
        try {
            client.send("t " + command + "\r\n");
        } catch (SocketException _) {
            throw new Died();
        }
        var lines = new ArrayList<Line>();
        while (true) {
            var line = receive();
            lines.add(line);
            if (line.text().startsWith("t ")) {
                if (!line.text().startsWith("t OK")) {
                    throw new AssertionError(command.lines().findFirst().orElseThrow() + ": " + line.text());
                }
                return lines;
            }
        }
    }

    private Line receive() throws IOException, Died {
        var text = new StringBuilder(whole(client.receive()));
        var literal = new byte[0];
        for (var match = LITERAL.matcher(text); match.matches(); match = LITERAL.matcher(text)) {
            literal = client.receive(Integer.parseInt(match.group(1)));
            text.setLength(match.start(1) - 1);
            text.append(whole(client.receive()));
        }
        return new Line(text.toString(), literal);
    }

    private static String whole(String line) throws Died {
        if (line == null || line.endsWith("<no CRLF>")) {
            throw new Died();
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
