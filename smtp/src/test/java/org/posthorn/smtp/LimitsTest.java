package org.posthorn.smtp;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.smtp.TestServer.Door;

/// How much a session bears.
class LimitsTest {
    private static final EmailAddress ALICE = EmailAddress.parse("alice@example.org");

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

    @Test
    void aCommandLineMayHave2048Octets() throws Exception {
        try (var caller = new Caller(server, Door.MX)) {
            caller.say("NOOP " + "x".repeat(2_048 - 5), "250");
            caller.say("NOOP " + "x".repeat(2_049 - 5), "500 5.5.2 the line is too long");
            caller.say("NOOP " + "x".repeat(1_000_000), "500 5.5.2 the line is too long");
            caller.say("NOOP", "250");
        }
    }

    @Test
    void anAuthLineMayHave12288Octets() throws Exception {
        try (var caller = new Caller(server, Door.SUBMISSIONS)) {
            // Taken as a line, and only then too long for a name.
            caller.say("AUTH LOGIN", "334");
            caller.say("A".repeat(12_288), "501 5.5.2");
            caller.say("AUTH LOGIN", "334");
            caller.say("A".repeat(12_292), "500 5.5.6");
            caller.say("NOOP", "250");
        }
    }

    @Test
    void aHundredUnknownRecipientsAreOneTooMany() throws Exception {
        try (var caller = new Caller(server, Door.MX)) {
            caller.say("MAIL FROM:<>", "250");
            for (int i = 1; i < 100; i++) {
                caller.say("RCPT TO:<guess" + i + "@example.org>", "550 5.1.1");
            }
            caller.say("RCPT TO:<guess100@example.org>", "421 4.7.0");
            caller.expectEnd();
        }
    }

    @Test
    void twoHundredCommandsWithoutAMessageAreEnough() throws Exception {
        try (var caller = new Caller(server, Door.MX)) {
            for (int i = 0; i < 150; i++) {
                caller.say("NOOP", "250");
            }
            caller.deliver("x\r\n".getBytes(StandardCharsets.US_ASCII), ALICE);
            for (int i = 0; i < 200; i++) {
                caller.say("RSET", "250");
            }
            caller.say("NOOP", "421 4.7.0");
            caller.expectEnd();
        }
    }
}
