package org.posthorn.pop3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.common.transcript.Client;
import org.posthorn.pop3.TestServer.Door;

/// The maildrop over the wire: bytes, other sessions meanwhile, endings.
class MaildropTest {
    @TempDir
    static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static byte[][] messages() {
        var every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        var random = new Random(11);
        var large = new byte[21 << 20];
        for (int i = 0; i < large.length; i++) {
            large[i] = "..\r\nab\n\r\u00e4 ".getBytes(StandardCharsets.ISO_8859_1)[random.nextInt(10)];
        }
        return new byte[][] {
            bytes(""),
            bytes("\r\n"),
            bytes("."),
            bytes(".\r\n.\r\n..\r\n"),
            bytes("A: b\r\n\r\nbare LF\nbare CR\rend\r"),
            bytes("A: b\r\n\r\n\n.\n\r.\r\n.\n"),
            every,
            bytes("A: b\r\n\r\n" + "x".repeat(100_000) + "\r\n"),
            bytes("A: " + "x".repeat(300_000) + "\r\n\r\n.\r\n"),
            large
        };
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("messages")
    void retrGivesBackWhatWasStored(byte[] message) throws Exception {
        var account = server.newAccount();
        server.put(account, message);
        try (var client = login(account)) {
            say(client, "LIST 1", "+OK 1 " + message.length);
            say(client, "STAT", "+OK 1 " + message.length);
            client.send("RETR 1\r\n");
            assertEquals("+OK " + message.length + " octets", client.receive());
            assertArrayEquals(withFinalCrlf(message), lines(client));
            say(client, "NOOP", "+OK done");
        }
    }

    @Test
    void anotherSessionExpungesMeanwhile() throws Exception {
        var account = server.newAccount();
        for (int i = 0; i < 4; i++) {
            server.put(account, "A: b\r\n\r\nx\r\n");
        }
        try (var client = login(account)) {
            server.expunge(account, 2);
            server.put(account, "A: b\r\n\r\nnew\r\n");
            say(client, "STAT", "+OK 4 44");
            say(client, "RETR 2", "-ERR the message was removed by another session");
            say(client, "TOP 2 0", "-ERR the message was removed by another session");
            say(client, "LIST 2", "-ERR the message was removed by another session");
            say(client, "DELE 2", "-ERR the message was removed by another session");
            say(client, "LIST", "+OK 4 messages");
            assertEquals("1 11", client.receive());
            assertEquals("3 11", client.receive());
            assertEquals("4 11", client.receive());
            assertEquals(".", client.receive());
            // numbers are those of the login
            say(client, "RETR 5", "-ERR no such message");
            say(client, "DELE 3", "+OK marked as deleted");
            say(client, "QUIT", "+OK 1 removed, goodbye");
            assertNull(client.receive());
        }
        assertEquals(3, server.count(account));
    }

    @Test
    void withoutQuitNothingIsRemoved() throws Exception {
        var account = server.newAccount();
        server.put(account, "A: b\r\n\r\nx\r\n");
        try (var client = login(account)) {
            say(client, "DELE 1", "+OK marked as deleted");
        }
        try (var client = login(account)) {
            say(client, "STAT", "+OK 1 11");
        }
    }

    @Test
    void uniqueIdsStayAcrossSessions() throws Exception {
        var account = server.newAccount();
        server.put(account, "one");
        server.put(account, "two");
        String second;
        try (var client = login(account)) {
            client.send("UIDL 2\r\n");
            second = client.receive();
            say(client, "DELE 1", "+OK marked as deleted");
            say(client, "QUIT", "+OK 1 removed, goodbye");
        }
        try (var client = login(account)) {
            say(client, "UIDL 1", second.replace("+OK 2", "+OK 1"));
        }
    }

    @Test
    void aLongListIsComplete() throws Exception {
        var account = server.newAccount();
        for (int i = 0; i < 1_100; i++) {
            server.put(account, "x".repeat(i));
        }
        try (var client = login(account)) {
            say(client, "LIST", "+OK 1100 messages");
            for (int i = 0; i < 1_100; i++) {
                assertEquals((i + 1) + " " + i, client.receive());
            }
            assertEquals(".", client.receive());
        }
    }

    private static Client login(EmailAddress account) throws Exception {
        var client = new Client(server.connect(Door.CLEAR));
        client.receive();
        say(client, "USER " + account, "+OK now PASS");
        client.send("PASS " + TestServer.PASSWORD + "\r\n");
        client.receive();
        return client;
    }

    private static void say(Client client, String line, String expected) throws Exception {
        client.send(line + "\r\n");
        assertEquals(expected, client.receive());
    }

    /// A multi-line answer as a strict client reads it: lines end with CRLF only, the first dot of each is dropped.
    private static byte[] lines(Client client) throws Exception {
        var out = new ByteArrayOutputStream();
        var line = new ByteArrayOutputStream();
        for (int last = 0; ; ) {
            int b = client.receive(1)[0];
            line.write(b);
            if (b == '\n' && last == '\r') {
                var bytes = line.toByteArray();
                if (bytes.length == 3 && bytes[0] == '.') {
                    return out.toByteArray();
                }
                int from = bytes[0] == '.' ? 1 : 0;
                out.write(bytes, from, bytes.length - from);
                line.reset();
            }
            last = b;
        }
    }

    private static byte[] withFinalCrlf(byte[] message) {
        int n = message.length;
        if (n == 0 || n >= 2 && message[n - 2] == '\r' && message[n - 1] == '\n') {
            return message;
        }
        var longer = Arrays.copyOf(message, n + 2);
        longer[n] = '\r';
        longer[n + 1] = '\n';
        return longer;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
