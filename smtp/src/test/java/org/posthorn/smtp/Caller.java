package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.common.transcript.Client;
import org.posthorn.smtp.TestServer.Door;

/// A client with a conversation of its own, for tests whose bytes no text file can hold.
final class Caller implements AutoCloseable {
    private final Client client;
    private String sender = "sender@example.net";

    Caller(TestServer server, Door door) throws IOException {
        client = new Client(server.connect(door));
        expect("220");
        say("EHLO client.example.net", "250");
    }

    /// Authenticates, and sends under the account's address from now on.
    Caller login(EmailAddress account) throws IOException {
        var plain = ("\0" + account + "\0" + TestServer.PASSWORD).getBytes(StandardCharsets.UTF_8);
        say("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain), "235");
        sender = account.toString();
        return this;
    }

    /// Sends a line and takes the reply.
    ///
    /// @param code what the reply has to begin with
    /// @return its last line
    String say(String line, String code) throws IOException {
        client.send(line + "\r\n");
        return expect(code);
    }

    String expect(String code) throws IOException {
        String line;
        do {
            line = client.receive();
        } while (line != null && line.length() > 3 && line.charAt(3) == '-');
        assertTrue(line != null && line.startsWith(code), "expected " + code + ", came " + line);
        return line;
    }

    void expectEnd() throws IOException {
        assertNull(client.receive());
    }

    void send(byte[] bytes) throws IOException {
        client.send(bytes);
    }

    /// MAIL, RCPT for each, DATA up to its go-ahead.
    void begin(EmailAddress... recipients) throws IOException {
        say("MAIL FROM:<" + sender + ">", "250");
        for (var recipient : recipients) {
            say("RCPT TO:<" + recipient + ">", "250");
        }
        say("DATA", "354");
    }

    /// A whole message: dot-stuffed, ended and accepted. It has to end with CRLF.
    void deliver(byte[] message, EmailAddress... recipients) throws IOException {
        begin(recipients);
        send(stuffed(message));
        expect("250");
    }

    /// The message as DATA wants it (RFC 5321 §4.5.2), with the end.
    static byte[] stuffed(byte[] message) {
        var out = new ByteArrayOutputStream(message.length + 16);
        var atStart = true;
        for (int i = 0; i < message.length; i++) {
            if (atStart && message[i] == '.') {
                out.write('.');
            }
            out.write(message[i]);
            atStart = message[i] == '\n' && i > 0 && message[i - 1] == '\r';
        }
        out.writeBytes(".\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /// What is left of a stored message without our trace: three fields, folded or not.
    static byte[] withoutTrace(byte[] stored) {
        int at = 0;
        for (int fields = 0; fields < 3; fields++) {
            do {
                at = lineAfter(stored, at);
            } while (at < stored.length && stored[at] == '\t');
        }
        return Arrays.copyOfRange(stored, at, stored.length);
    }

    private static int lineAfter(byte[] bytes, int at) {
        while (bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
