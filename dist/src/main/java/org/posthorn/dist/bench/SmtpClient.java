package org.posthorn.dist.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// As much of SMTP as sending takes. Not thread-safe.
final class SmtpClient implements AutoCloseable {
    private static final byte[] END = {'.', '\r', '\n'};
    private static final int BUFFER = 4 << 10;

    private final Wire wire;

    SmtpClient(Target target, Traffic traffic) throws IOException {
        wire = new Wire(target, traffic, BUFFER);
        expect('2', "greeting");
        ask("EHLO bench.example.com\r\n");
        if (wire.wantsStartTls()) {
            ask("STARTTLS\r\n");
            wire.secure();
            ask("EHLO bench.example.com\r\n");
        }
    }

    void authenticate(Load.Login login) throws IOException {
        var words = "\0" + login.address() + "\0" + login.password();
        wire.send("AUTH PLAIN " + Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8)) + "\r\n");
        expect('2', "AUTH");
    }

    /// Sends the envelope as one burst (RFC 2920), then the message, and waits until it is taken.
    ///
    /// @param letter ends with CRLF, no line begins with a dot
    void deliver(String from, List<String> recipients, byte[] letter) throws IOException {
        var envelope = new StringBuilder("MAIL FROM:<").append(from).append(">\r\n");
        recipients.forEach(to -> envelope.append("RCPT TO:<").append(to).append(">\r\n"));
        wire.send(envelope.append("DATA\r\n").toString());
        expect('2', "MAIL");
        for (var to : recipients) {
            expect('2', "RCPT TO:<" + to + ">");
        }
        expect('3', "DATA");
        byte[] body = Arrays.copyOf(letter, letter.length + END.length);
        System.arraycopy(END, 0, body, letter.length, END.length);
        wire.send(body);
        expect('2', "the message");
    }

    private void ask(String line) throws IOException {
        wire.send(line);
        expect('2', line.strip());
    }

    private void expect(char first, String asked) throws IOException {
        do {
            wire.nextLine();
        } while (wire.at(3) == '-');
        if (wire.at(0) != first) {
            throw new UnexpectedReply(asked, wire.text());
        }
    }

    @Override
    public void close() throws IOException {
        try (wire) {
            wire.send("QUIT\r\n");
            wire.nextLine();
        }
    }
}
