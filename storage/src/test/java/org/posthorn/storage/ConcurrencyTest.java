package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.config.Storage;
import org.posthorn.storage.directory.QuickPasswords;
import org.posthorn.storage.engine.FaultyDisk;
import org.posthorn.storage.engine.MemoryEngine;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.Uids;

/// Many writers at once, and those who watch them.
class ConcurrencyTest {
    private static final int WRITERS = 32;
    private static final int EACH = 25;

    @TempDir
    Path folder;

    @Test
    void manyAppendersShareSyncsAndGetUidsWithoutGaps() throws Exception {
        var disk = new FaultyDisk();
        // Long enough a sync for the others to queue up behind it, as on any real disk.
        disk.slowSyncs(500_000);
        var settings = new MailStore.Settings(Path.of("none"), TestStore.LIMIT, Storage.DEFAULTS, Clock.systemUTC());
        try (var store = new TestStore(
                new MailStore(settings, () -> {}, new MemoryEngine(disk), QuickPasswords.with(settings.clock())))) {
            store.add("alice@example.org");
            int before = disk.syncs();
            appendFromAll(store);
            int syncs = disk.syncs() - before;
            assertTrue(syncs < WRITERS * EACH / 4, syncs + " syncs for " + WRITERS * EACH + " commits");
        }
    }

    @Test
    void manyAppendersOnTheRealDatabase() throws Exception {
        try (var store = TestStore.on(folder)) {
            store.add("alice@example.org");
            appendFromAll(store);
        }
    }

    private static void appendFromAll(TestStore store) throws InterruptedException {
        var uids = new ConcurrentSkipListSet<Long>();
        var writers = new ArrayList<Thread>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(Thread.ofVirtual().start(() -> {
                try (var alice = store.open("alice@example.org")) {
                    for (int n = 0; n < EACH; n++) {
                        uids.add(TestStore.append(alice, TestStore.inbox(alice), TestStore.message("m", "b")));
                    }
                }
            }));
        }
        for (var writer : writers) {
            writer.join();
        }
        assertEquals(WRITERS * EACH, uids.size());
        assertEquals((long) WRITERS * EACH, uids.last());
    }

    @Test
    void watchersAreToldOfEachChangeWhenItCanBeSeen() throws Exception {
        try (var store = TestStore.on(folder)) {
            store.add("alice@example.org");
            try (var alice = store.open("alice@example.org");
                    var other = store.open("alice@example.org")) {
                var inbox = TestStore.inbox(alice);
                var seen = new CopyOnWriteArrayList<Long>();
                var archive = TestStore.mailbox(alice, "Archive");
                var elsewhere = new CopyOnWriteArrayList<Long>();
                var watch = other.watch(inbox, () -> seen.add(other.state(inbox).highestModSeq()));
                other.watch(archive, () -> elsewhere.add(1L));
                TestStore.append(alice, inbox, TestStore.message("a", ""));
                alice.store(inbox, Uids.of(1), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN)));
                alice.move(inbox, Uids.of(1), archive);
                long last = alice.state(inbox).highestModSeq();
                assertEquals(List.of(last - 2, last - 1, last), List.copyOf(seen));
                assertEquals(1, elsewhere.size());
                watch.close();
                TestStore.append(alice, inbox, TestStore.message("b", ""));
                assertEquals(3, seen.size());
            }
        }
    }

    /// A read in native code of a database that is closed would end the process, and leave it to chance what the disk
    /// has: closing ends the sessions, and what they were told is there.
    @Test
    void closingEndsSessionsAtWork() throws Exception {
        var kept = new ConcurrentHashMap<Long, byte[]>();
        var warm = new CountDownLatch(4 * 20);
        var store = TestStore.on(folder);
        store.add("alice@example.org");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sessions = new ArrayList<Future<?>>();
            for (int i = 0; i < 4; i++) {
                sessions.add(threads.submit(() -> appendAndReadUntilRefused(store, kept, warm)));
            }
            boolean worked = warm.await(1, TimeUnit.MINUTES);
            store.store().close();
            assertTrue(worked);
            for (var session : sessions) {
                session.get();
            }
        }
        try (var after = TestStore.on(folder);
                var alice = after.open("alice@example.org")) {
            kept.forEach((uid, mail) -> assertArrayEquals(mail, TestStore.read(alice, TestStore.inbox(alice), uid)));
        }
    }

    private static void appendAndReadUntilRefused(TestStore store, Map<Long, byte[]> kept, CountDownLatch warm) {
        try (var alice = store.open("alice@example.org")) {
            var inbox = TestStore.inbox(alice);
            while (true) {
                byte[] mail = TestStore.message("m", "x".repeat(kept.size() % 3 * 50_000));
                long uid = TestStore.append(alice, inbox, mail);
                kept.put(uid, mail);
                for (int i = 0; i < 20; i++) {
                    assertArrayEquals(mail, TestStore.read(alice, inbox, uid));
                }
                warm.countDown();
            }
        } catch (IllegalStateException | RejectedExecutionException _) {
            // The store was closed.
        }
    }
}
