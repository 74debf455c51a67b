package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.posthorn.storage.TestStore.append;
import static org.posthorn.storage.TestStore.inbox;
import static org.posthorn.storage.TestStore.stored;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.directory.QuickPasswords;
import org.posthorn.storage.engine.FaultyDisk;
import org.posthorn.storage.engine.MemoryEngine;
import org.posthorn.storage.mailbox.Uids;

/// Which messages are of one thread.
class ThreadsTest {
    private final FaultyDisk disk = new FaultyDisk();
    private MemoryEngine engine;
    private TestStore store;
    private Account alice;

    @BeforeEach
    void begin() {
        store = open();
        store.store().directory().addDomain("example.org");
        store.add("alice@example.org");
        alice = store.open("alice@example.org");
    }

    @AfterEach
    void end() {
        alice.close();
        store.close();
    }

    private TestStore open() {
        var settings =
                new MailStore.Settings(Path.of("none"), TestStore.LIMIT, TestStore.KEEPING_NOTHING, Clock.systemUTC());
        engine = new MemoryEngine(disk);
        return new TestStore(new MailStore(settings, () -> {}, engine, QuickPasswords.with(settings.clock())));
    }

    private static byte[] mail(String id, String fields) {
        return ("Message-ID: <" + id + "@x>\r\n" + fields + "\r\ntext\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /// @return its thread
    private long add(String id, String fields) {
        return thread(append(alice, inbox(alice), mail(id, fields)));
    }

    private long thread(long uid) {
        return stored(alice, inbox(alice), uid).threadId();
    }

    @Test
    void whatRefersToAKnownMessageIsOfItsThread() {
        assertEquals(1, add("a", ""));
        assertEquals(2, add("b", ""));
        assertEquals(1, add("c", "In-Reply-To: <a@x>\r\n"));
        assertEquals(1, add("d", "References: <gone@x> <c@x>\r\n"));
        assertEquals(1, add("e", "References: <a@x> <b@x>\r\n"), "the oldest reference goes first");
        assertEquals(2, add("b", "References: <a@x>\r\n"), "the same message again is where it was");
        assertEquals(7, add("f", "References: <gone@x>\r\nIn-Reply-To: <lost@x>\r\n"));
        assertEquals(2, add("g", "In-Reply-To: <\"b\"@x>\r\n"));
        assertEquals(9, thread(append(alice, inbox(alice), "\r\n".getBytes(StandardCharsets.US_ASCII))));
        assertEquals(10, thread(append(alice, inbox(alice), "\r\n".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void threadsAreKnownAfterReopening() {
        add("a", "");
        alice.close();
        store.close();
        store = open();
        alice = store.open("alice@example.org");
        assertEquals(1, add("b", "In-Reply-To: <a@x>\r\n"));
    }

    /// A thread of a person is no thread of another, though both were sent the same mail.
    @Test
    void threadsBelongToAccounts() {
        var bob = store.add("bob@example.org");
        add("other", "");
        var to = List.of(TestStore.to(alice.id(), "INBOX", "X: 1\r\n"), TestStore.to(bob, "INBOX", ""));
        store.deliver(alice.id(), mail("a", ""), to.getFirst(), to.getLast());
        store.deliver(alice.id(), mail("b", "In-Reply-To: <a@x>\r\n"), to.getFirst(), to.getLast());
        assertEquals(2, thread(3));
        try (var his = store.open("bob@example.org")) {
            assertEquals(1, stored(his, inbox(his), 2).threadId());
        }
    }

    /// Those that are on their way to the disk are known: one thread, however close its messages follow each other.
    @Test
    void burstIsOneThread() {
        disk.slowSyncs(2_000_000);
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                String id = "m" + i;
                senders.submit(() -> append(alice, inbox(alice), mail(id, "References: <root@x>\r\n")));
                senders.submit(() -> append(alice, inbox(alice), mail("root", "")));
            }
        }
        disk.slowSyncs(0);
        long first = thread(1);
        for (long uid = 2; uid <= 80; uid++) {
            // Replies before the first of the originals begin threads; none does behind it.
            var ids = stored(alice, inbox(alice), uid).columns();
            if (ids.references().isEmpty()) {
                first = thread(uid);
                break;
            }
        }
        long began = first;
        for (long uid = began; uid <= 80; uid++) {
            assertEquals(began, thread(uid), "UID " + uid);
        }
    }

    @Test
    void whatFailedIsNotKnown() {
        add("z", "");
        disk.full(true);
        assertThrows(Refused.class, () -> add("a", ""));
        disk.full(false);
        engine.awaitRecovery();
        assertEquals(2, add("b", "In-Reply-To: <a@x>\r\n"));
        assertEquals(3, add("c", ""));
        assertEquals(4, add("d", "In-Reply-To: <a@x>\r\n"));
    }

    @Test
    void idIsForgottenWithItsLastMessage() {
        add("a", "");
        add("a", "");
        alice.expunge(inbox(alice), Uids.of(1));
        store.store().sweep();
        assertEquals(1, add("b", "In-Reply-To: <a@x>\r\n"));
        alice.expunge(inbox(alice), Uids.of(2));
        store.store().sweep();
        assertEquals(4, add("c", "In-Reply-To: <a@x>\r\n"));
        assertEquals(1, add("d", "In-Reply-To: <b@x>\r\n"), "a thread outlives its first message");
    }
}
