package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.smtp.TestServer.Door;

/// Only CRLF.CRLF ends a message (RFC 5321 §4.1.1.4). Every other mix of CR, LF and NUL around a dot is part of the
/// message, or reason to refuse it; never is what follows it read as commands. At both doors, in one piece and byte by
/// byte.
class SmugglingTest {
    private static final List<String> BREAKS =
            List.of("\r\n", "\n", "\r", "\r\r\n", "\n\r", "\r\0\n", "\0", "\r\n\0", "\0\r\n");
    private static final String SECOND = "MAIL FROM:<smuggled@example.net>\r\nRCPT TO:<%s>\r\nDATA\r\nsmuggled\r\n";

    @TempDir
    static Path folder;

    private static TestServer server;
    private static EmailAddress recipient;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(folder);
        recipient = server.newAccount();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> mixes() {
        return BREAKS.stream()
                .flatMap(before -> BREAKS.stream().map(after -> Arguments.of(before, after)))
                .filter(mix -> !(mix.get()[0].toString().endsWith("\r\n")
                        && mix.get()[1].toString().startsWith("\r\n")));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("mixes")
    void fromTheInternet(String before, String after) throws Exception {
        for (var bytewise : List.of(false, true)) {
            try (var caller = new Caller(server, Door.MX)) {
                noSecondMessage(caller, before + "." + after, bytewise);
            }
        }
    }

    /// What a user may not smuggle either: it could end early at the next server.
    @Test
    void fromAUser() throws Exception {
        // A login takes a tenth of a second, twenty refusals end a session: so one for each break before the dot.
        for (var before : BREAKS) {
            try (var caller = new Caller(server, Door.CLEAR_SUBMISSION).login(recipient)) {
                for (var mix :
                        mixes().filter(mix -> mix.get()[0].equals(before)).toList()) {
                    noSecondMessage(caller, before + "." + mix.get()[1], false);
                }
            }
        }
    }

    private static void noSecondMessage(Caller caller, String mix, boolean bytewise) throws Exception {
        int before = server.inbox(recipient).size();
        var text = "Subject: x\r\nDate: y\r\nMessage-ID: z\r\n\r\ntext" + mix + SECOND.formatted(recipient);
        caller.begin(recipient);
        send(caller, (text + ".\r\n").getBytes(StandardCharsets.ISO_8859_1), bytewise);
        var kept = !hasBareNewline(text);
        caller.expect(kept ? "250 2.0.0" : "550 5.6.11");
        // In step: one reply came for all of it, and the next is this command's own.
        caller.say("NOOP", "250 2.0.0 OK");
        var inbox = server.inbox(recipient);
        assertEquals(kept ? before + 1 : before, inbox.size());
        if (kept) {
            assertArrayEquals(unstuffed(text), Caller.withoutTrace(inbox.getLast()));
        }
    }

    private static void send(Caller caller, byte[] wire, boolean bytewise) throws Exception {
        if (!bytewise) {
            caller.send(wire);
            return;
        }
        for (var b : wire) {
            caller.send(new byte[] {b});
        }
    }

    private static boolean hasBareNewline(String text) {
        var rest = text.replace("\r\n", "");
        return rest.indexOf('\r') >= 0 || rest.indexOf('\n') >= 0;
    }

    /// What the text is for a reader that knows CRLF only.
    private static byte[] unstuffed(String text) {
        var lines = Arrays.stream(text.split("\r\n", -1)).map(line -> line.startsWith(".") ? line.substring(1) : line);
        return String.join("\r\n", lines.toList()).getBytes(StandardCharsets.ISO_8859_1);
    }
}
