package org.posthorn.imap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.common.transcript.Client;

/// Every octet that goes in by a literal8 comes out of every item that has it (RFC 3516 §4).
class BinaryTest {
    private static final String ALICE = "alice@example.org";
    private static final Pattern LITERAL = Pattern.compile("(~?)\\{(\\d+)}$");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "Subject: x\r\n\r\n",
                "Content-Transfer-Encoding: binary\r\nContent-Type: application/octet-stream\r\n\r\n",
                "Content-Transfer-Encoding: binary\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n",
                "Content-Transfer-Encoding: 8bit\r\nContent-Type: text/html\r\n\r\n",
            })
    void anyOctetComesBack(String head) throws Exception {
        byte[] body = octets();
        byte[] message = joined(head.getBytes(StandardCharsets.US_ASCII), body);
        try (var server = TestServer.start(folder)) {
            server.addAccount(ALICE);
            try (var client = new Client(server.loggedIn(ALICE))) {
                client.send("a APPEND INBOX ~{" + message.length + "}\r\n");
                assertEquals("+ go ahead", client.receive());
                client.send(joined(message, "\r\n".getBytes(StandardCharsets.US_ASCII)));
                assertTrue(client.receive().startsWith("a OK [APPENDUID "));
                client.send("b EXAMINE INBOX\r\n");
                while (!client.receive().startsWith("b OK ")) {}

                assertArrayEquals(message, literal(client, "BODY.PEEK[]", ""));
                assertArrayEquals(message, literal(client, "BINARY.PEEK[]", "~"));
                assertArrayEquals(message, literal(client, "BINARY[]", "~"));
                assertArrayEquals(body, literal(client, "BODY.PEEK[TEXT]", ""));
                assertArrayEquals(body, literal(client, "BODY.PEEK[1]", ""));
                assertArrayEquals(body, literal(client, "BINARY.PEEK[1]", "~"));
                assertArrayEquals(
                        Arrays.copyOfRange(body, 100, 3_100), literal(client, "BINARY.PEEK[1]<100.3000>", "~"));
                client.send("d FETCH 1 (BINARY.SIZE[] BINARY.SIZE[1])\r\n");
                assertEquals(
                        "* 1 FETCH (BINARY.SIZE[] " + message.length + " BINARY.SIZE[1] " + body.length + ")",
                        client.receive());
            }
        }
    }

    private static byte[] literal(Client client, String item, String prefix) throws IOException {
        client.send("c FETCH 1 " + item + "\r\n");
        var announced = LITERAL.matcher(client.receive());
        assertTrue(announced.find());
        assertEquals(prefix, announced.group(1));
        byte[] bytes = client.receive(Integer.parseInt(announced.group(2)));
        assertEquals(")", client.receive());
        assertEquals("c OK FETCH done", client.receive());
        return bytes;
    }

    /// Each octet before and behind each other one, and noise that no buffer is a multiple of.
    private static byte[] octets() {
        var out = new ByteArrayOutputStream();
        for (int a = 0; a < 256; a++) {
            for (int b = 0; b < 256; b++) {
                out.write(a);
                out.write(b);
            }
        }
        var noise = new byte[70_001];
        new Random(42).nextBytes(noise);
        out.writeBytes(noise);
        return out.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
