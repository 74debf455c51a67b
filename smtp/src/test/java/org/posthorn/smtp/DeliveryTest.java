package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.smtp.TestServer.Door;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.message.StoredMessage;

/// Where messages end up, and what stands above them.
class DeliveryTest {
    private static final byte[] MESSAGE = "Subject: x\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII);

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
    void fiveRecipientsShareOneBlobAndHearOfNobodyElse() throws Exception {
        var recipients = Stream.generate(server::newAccount).limit(5).toArray(EmailAddress[]::new);
        var large = ("Subject: x\r\n\r\n" + "text\r\n".repeat(50_000)).getBytes(StandardCharsets.US_ASCII);
        try (var caller = new Caller(server, Door.MX)) {
            caller.deliver(large, recipients);
        }
        var blobs = new HashSet<StoredMessage.BlobRef>();
        for (var recipient : recipients) {
            var inbox = server.inbox(recipient);
            assertEquals(1, inbox.size());
            assertArrayEquals(large, Caller.withoutTrace(inbox.getFirst()));
            var trace = trace(inbox.getFirst());
            assertTrue(
                    trace.startsWith("Return-Path: <sender@example.net>\r\nDelivered-To: " + recipient + "\r\n"),
                    trace);
            assertTrue(trace.contains("for <" + recipient + ">;"), trace);
            for (var other : recipients) {
                assertEquals(other == recipient, trace.contains(other.toString()), trace);
            }
            blobs.add(blob(recipient));
        }
        assertEquals(1, blobs.size());
    }

    private static StoredMessage.BlobRef blob(EmailAddress recipient) {
        try (var account = server.store().account(server.id(recipient))) {
            var inbox = account.mailbox(MailboxName.INBOX).orElseThrow().id();
            var refs = new StoredMessage.BlobRef[1];
            account.<RuntimeException>messages(
                    inbox, account.state(inbox).uids(), (_, message) -> refs[0] = message.blob());
            return refs[0];
        }
    }

    @Test
    void whoIsNamedTwiceGetsOneCopy() throws Exception {
        var user = server.newAccount();
        var tagged = new EmailAddress(user.local() + "+tag", user.domain());
        try (var caller = new Caller(server, Door.MX)) {
            caller.deliver(MESSAGE, user, user, tagged);
        }
        assertEquals(1, server.inbox(user).size());
    }

    @Test
    void theTagStaysInTheTrace() throws Exception {
        var user = server.newAccount();
        var tagged = new EmailAddress(user.local() + "+tag", user.domain());
        try (var caller = new Caller(server, Door.MX)) {
            caller.deliver(MESSAGE, tagged);
        }
        assertTrue(trace(server.inbox(user).getFirst()).contains("Delivered-To: " + tagged + "\r\n"));
    }

    @Test
    void noMoreThanAThousandRecipients() throws Exception {
        var accounts =
                IntStream.rangeClosed(1, 3).mapToObj(_ -> server.newAccount()).toList();
        try (var caller = new Caller(server, Door.MX)) {
            caller.say("MAIL FROM:<>", "250");
            for (int i = 0; i < 1_000; i++) {
                caller.say("RCPT TO:<" + accounts.get(i % 2) + ">", "250 2.1.5");
            }
            caller.say("RCPT TO:<" + accounts.get(2) + ">", "452 4.5.3");
            caller.say("DATA", "354");
            caller.send(Caller.stuffed(MESSAGE));
            caller.expect("250");
        }
        assertEquals(1, server.inbox(accounts.get(0)).size());
        assertEquals(1, server.inbox(accounts.get(1)).size());
        assertEquals(0, server.inbox(accounts.get(2)).size());
    }

    @Test
    void aMessageBeyondTheLimitIsReadToItsEndAndRefused() throws Exception {
        var user = server.newAccount();
        var fits = new byte[(int) TestServer.MESSAGE_SIZE - 2];
        Arrays.fill(fits, (byte) 'x');
        try (var caller = new Caller(server, Door.MX)) {
            caller.begin(user);
            caller.send(fits);
            caller.send("y\r\n.\r\n".getBytes(StandardCharsets.US_ASCII));
            caller.expect("552 5.3.4");
            caller.begin(user);
            caller.send(fits);
            caller.send("\r\n.\r\n".getBytes(StandardCharsets.US_ASCII));
            caller.expect("250 2.0.0");
        }
        assertEquals(1, server.inbox(user).size());
    }

    @Test
    void aHundredReceivedFieldsAreALoop() throws Exception {
        var user = server.newAccount();
        var field = "Received: from a by b; Tue, 3 Nov 2026 09:05:07 +0000\r\n";
        try (var caller = new Caller(server, Door.MX)) {
            caller.deliver((field.repeat(99) + "\r\n" + field.repeat(99)).getBytes(StandardCharsets.US_ASCII), user);
            caller.begin(user);
            caller.send(Caller.stuffed((field.repeat(100) + "\r\n").getBytes(StandardCharsets.US_ASCII)));
            caller.expect("554 5.4.6");
        }
        assertEquals(1, server.inbox(user).size());
    }

    @Test
    void aBrokenOffMessageLeavesNothing() throws Exception {
        var user = server.newAccount();
        try (var caller = new Caller(server, Door.MX)) {
            caller.begin(user);
            caller.send("Subject: x\r\n\r\nhalf a mess".getBytes(StandardCharsets.US_ASCII));
        }
        try (var caller = new Caller(server, Door.MX)) {
            caller.deliver(MESSAGE, user);
        }
        assertEquals(1, server.inbox(user).size());
    }

    @Test
    void onlyAUsersMailIsCompleted() throws Exception {
        var user = server.newAccount();
        try (var caller = new Caller(server, Door.MX)) {
            caller.deliver(MESSAGE, user);
        }
        try (var caller = new Caller(server, Door.SUBMISSIONS)) {
            caller.login(user).deliver(MESSAGE, user);
        }
        var inbox = server.inbox(user);
        var received = new String(inbox.get(0), StandardCharsets.US_ASCII);
        assertFalse(received.contains("\r\nDate: ") || received.contains("\r\nMessage-ID: "), received);
        assertTrue(received.contains("with ESMTP\r\n") || received.contains("with ESMTP "), received);
        var submitted = new String(inbox.get(1), StandardCharsets.US_ASCII);
        assertTrue(submitted.contains("\r\nDate: ") && submitted.contains("\r\nMessage-ID: <"), submitted);
        assertTrue(submitted.contains("with ESMTPSA"), submitted);
        assertTrue(submitted.endsWith("\r\n" + new String(MESSAGE, StandardCharsets.US_ASCII)), submitted);
    }

    private static String trace(byte[] stored) {
        var message = Caller.withoutTrace(stored);
        return new String(stored, 0, stored.length - message.length, StandardCharsets.UTF_8);
    }
}
