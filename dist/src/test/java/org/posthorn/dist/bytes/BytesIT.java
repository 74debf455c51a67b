package org.posthorn.dist.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.common.transcript.Client;
import org.posthorn.dist.process.ServerProcess;

/// Sends each specimen over SMTP and by IMAP APPEND, and reads it over IMAP and POP3.
class BytesIT {
    private static final int LIMIT = 50 << 20;

    @TempDir
    static Path folder;

    private static ServerProcess server;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(folder, "-Xmx256m");
        server.account("alice@example.org", "secret");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> specimens() {
        return Specimens.all().entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("specimens")
    void overSmtp(String name, byte[] message) throws IOException {
        submit(message);
        assertComesBackBelowATrace(message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("specimens")
    void byAppend(String name, byte[] message) throws IOException {
        assertTrue(append(message).startsWith("a OK"));
        assertArrayEquals(message, fetchLast());
        assertArrayEquals(message, retrieveLast());
    }

    @Test
    void appendTakesBareNewlinesAndAnUnendedLine() throws IOException {
        byte[] message = "Subject: x\n\nbare\rand\nbare\r\r\n\n.\r\nno end".getBytes(StandardCharsets.US_ASCII);
        assertTrue(append(message).startsWith("a OK"));
        assertArrayEquals(message, fetchLast());
    }

    @Test
    void asLargeAsTheLimitOverSmtp() throws IOException {
        byte[] message = Specimens.large(LIMIT);
        submit(message);
        assertComesBackBelowATrace(message);
    }

    @Test
    void asLargeAsTheLimitByAppend() throws IOException {
        byte[] message = Specimens.large(LIMIT);
        assertTrue(append(message).startsWith("a OK"));
        assertArrayEquals(message, fetchLast());
        assertArrayEquals(message, retrieveLast());
    }

    private static void assertComesBackBelowATrace(byte[] message) throws IOException {
        byte[] fetched = fetchLast();
        int trace = fetched.length - message.length;
        assertTrue(trace > 0, "no trace fields");
        assertArrayEquals(message, Arrays.copyOfRange(fetched, trace, fetched.length));
        assertArrayEquals(fetched, retrieveLast());
    }

    private static void submit(byte[] message) throws IOException {
        try (Client client = Client.connect(server.address("smtp"))) {
            reply(client, "220");
            for (String command : new String[] {
                "EHLO client.example", "MAIL FROM:<x@elsewhere.example> BODY=8BITMIME", "RCPT TO:<alice@example.org>"
            }) {
                client.send(command + "\r\n");
                reply(client, "250");
            }
            client.send("DATA\r\n");
            reply(client, "354");
            client.send(stuffed(message));
            client.send(".\r\n");
            reply(client, "250");
        }
    }

    /// RFC 5321 §4.5.2.
    private static byte[] stuffed(byte[] message) {
        var out = new ByteArrayOutputStream(message.length + 1_000);
        boolean lineBegins = true;
        for (byte octet : message) {
            if (lineBegins && octet == '.') {
                out.write('.');
            }
            out.write(octet);
            lineBegins = octet == '\n';
        }
        return out.toByteArray();
    }

    private static void reply(Client client, String code) throws IOException {
        String line = client.receive();
        while (line.startsWith(code + "-")) {
            line = client.receive();
        }
        assertTrue(line.startsWith(code), line);
    }

    private static Client imap() throws IOException {
        Client client = Client.connect(server.address("imap"));
        client.receive();
        client.send("l LOGIN alice@example.org secret\r\n");
        tagged(client, "l");
        return client;
    }

    private static String tagged(Client client, String tag) throws IOException {
        String line = client.receive();
        while (!line.startsWith(tag + " ")) {
            line = client.receive();
        }
        assertTrue(line.startsWith(tag + " OK"), line);
        return line;
    }

    private static String append(byte[] message) throws IOException {
        try (Client client = imap()) {
            client.send("a APPEND INBOX {" + message.length + "}\r\n");
            String go = client.receive();
            assertTrue(go.startsWith("+"), go);
            client.send(message);
            client.send("\r\n");
            return tagged(client, "a");
        }
    }

    private static byte[] fetchLast() throws IOException {
        try (Client client = imap()) {
            client.send("s EXAMINE INBOX\r\n");
            tagged(client, "s");
            client.send("f FETCH * BODY.PEEK[]\r\n");
            String line = client.receive();
            assertTrue(line.matches("\\* \\d+ FETCH \\(BODY\\[] \\{\\d+}"), line);
            byte[] message = client.receive(Integer.parseInt(line.substring(line.indexOf('{') + 1, line.length() - 1)));
            assertEquals(")", client.receive());
            tagged(client, "f");
            return message;
        }
    }

    private static byte[] retrieveLast() throws IOException {
        try (Client client = Client.connect(server.address("pop3"))) {
            String line = client.receive();
            for (String command : new String[] {"USER alice@example.org", "PASS secret", "STAT"}) {
                assertTrue(line.startsWith("+OK"), line);
                client.send(command + "\r\n");
                line = client.receive();
            }
            String last = line.split(" ")[1];
            client.send("LIST " + last + "\r\n");
            int size = Integer.parseInt(client.receive().split(" ")[2]);
            client.send("RETR " + last + "\r\n");
            assertTrue(client.receive().startsWith("+OK"));
            byte[] message = undotted(client, size);
            assertEquals(".", client.receive());
            return message;
        }
    }

    /// So many octets of the message, with the dots before its dots left out.
    private static byte[] undotted(Client client, int size) throws IOException {
        byte[] message = new byte[size];
        boolean lineBegins = true;
        int at = 0;
        while (at < size) {
            // At most so many octets are still to come, whatever dots are among them.
            byte[] chunk = client.receive(Math.min(size - at, 65_536));
            for (byte octet : chunk) {
                if (lineBegins && octet == '.') {
                    lineBegins = false;
                    continue;
                }
                lineBegins = octet == '\n';
                message[at++] = octet;
            }
        }
        return message;
    }
}
