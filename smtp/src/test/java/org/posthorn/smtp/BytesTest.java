package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.smtp.TestServer.Door;

/// Bytes are sacred (P4): what was accepted lies in the store bit for bit, under the trace.
class BytesTest {
    @TempDir
    static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(folder, 64 << 20);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> messages() {
        var header = "From: a@example.net\r\nSubject: x\r\n\r\n";
        return Stream.of(
                Arguments.of("nothing at all", bytes("")),
                Arguments.of("an empty line", bytes("\r\n")),
                Arguments.of("a header alone", bytes("From: a@example.net\r\n")),
                Arguments.of("an empty body", bytes(header)),
                Arguments.of("no header", bytes("just text\r\n")),
                Arguments.of("a folded line first", bytes(" folded\r\n\r\nx\r\n")),
                Arguments.of("dots", bytes(header + ".\r\n..\r\n...\r\n. \r\n.a\r\na.\r\n\r\n.\r\n")),
                Arguments.of("a dot first", bytes(".\r\n")),
                Arguments.of("every 8-bit byte", join(bytes(header), range(0x80, 0x100), bytes("\r\n"))),
                Arguments.of("8-bit in the header", join(bytes("Subject: "), range(0x80, 0x100), bytes("\r\n\r\n"))),
                Arguments.of("every control byte", join(bytes(header), controls(), bytes("\r\n"))),
                Arguments.of("NULs in the header", bytes("Sub\0ject: \0\r\n\0\r\n\r\n\0\r\n")),
                Arguments.of("lines of 998 octets", bytes(header + ("x".repeat(998) + "\r\n").repeat(20))),
                Arguments.of("a line of 100,000 octets", bytes(header + "x".repeat(100_000) + "\r\n")),
                Arguments.of("a header line of 100,000 octets", bytes("X: " + "y".repeat(100_000) + "\r\n\r\nz\r\n")),
                Arguments.of(
                        "a multipart without end",
                        bytes("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\nContent-Ty")),
                Arguments.of("MIME of nonsense", bytes("Content-Type: multipart/; boundary=\r\n\r\n----\r\n")),
                Arguments.of("trailing empty lines", bytes(header + "x\r\n\r\n\r\n\r\n")),
                Arguments.of("20 MiB of lines", large()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void comeBackIdentical(String what, byte[] message) throws Exception {
        // Over SMTP every message ends with CRLF.
        var sent = message.length == 0 || endsWithCrlf(message) ? message : join(message, bytes("\r\n"));
        var recipient = server.newAccount();
        try (var caller = new Caller(server, Door.MX)) {
            caller.deliver(sent, recipient);
        }
        var inbox = server.inbox(recipient);
        assertEquals(1, inbox.size());
        assertArrayEquals(sent, Caller.withoutTrace(inbox.getFirst()));
    }

    private static boolean endsWithCrlf(byte[] message) {
        int n = message.length;
        return n >= 2 && message[n - 2] == '\r' && message[n - 1] == '\n';
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] range(int from, int to) {
        var bytes = new byte[to - from];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    /// All of 0 to 31 and DEL, but CR and LF, which only stand together.
    private static byte[] controls() {
        return join(range(0, '\n'), range('\n' + 1, '\r'), range('\r' + 1, ' '), new byte[] {0x7f});
    }

    private static byte[] large() {
        var random = new Random(7);
        var out = new ByteArrayOutputStream(21 << 20);
        out.writeBytes(bytes("Subject: large\r\n\r\n"));
        while (out.size() < 20 << 20) {
            var line = new byte[random.nextInt(400)];
            for (int i = 0; i < line.length; i++) {
                line[i] = (byte) (random.nextInt(10) == 0 ? '.' : ' ' + random.nextInt(200));
            }
            out.writeBytes(line);
            out.writeBytes(bytes("\r\n"));
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
