package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;

/// Backups are points in time, share what they have in common, and are refused when damaged.
class BackupTest {
    private static final String ALICE = "alice@example.org";
    private static final int WRITERS = 4;

    @TempDir
    Path folder;

    private Path data;
    private Path backups;

    @BeforeEach
    void name() {
        data = folder.resolve("data");
        backups = folder.resolve("backups");
    }

    @Test
    void isAPointInTimeWhileWritersAppend() throws Exception {
        var kept = new ConcurrentHashMap<Long, byte[]>();
        long before;
        long after;
        try (var store = TestStore.on(data)) {
            store.add(ALICE);
            var stop = new AtomicBoolean();
            var warm = new CountDownLatch(50 * WRITERS);
            var writers = new ArrayList<Thread>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writers.add(Thread.ofVirtual().start(() -> append(store, writer, stop, warm, kept)));
            }
            warm.await();
            var acknowledged = List.copyOf(kept.keySet());
            before = acknowledged.size();
            store.store().backup(backups, 7);
            after = kept.size();
            stop.set(true);
            for (var writer : writers) {
                writer.join();
            }
            Restore.restore(backups, OptionalInt.empty(), folder.resolve("copy"));
            try (var copy = TestStore.on(folder.resolve("copy"));
                    var alice = copy.open(ALICE)) {
                assertEquals(List.of(), copy.findings());
                var inbox = TestStore.inbox(alice);
                var uids = alice.state(inbox).uids();
                acknowledged.forEach(uid -> assertTrue(uids.contains(uid), "UID " + uid + " is lost"));
                // A prefix of the commits: of one mailbox, the first UIDs without a gap, each with all of its bytes.
                assertEquals(uids.count(), uids.last());
                for (long uid = 1; uid <= uids.last(); uid++) {
                    assertArrayEquals(kept.get(uid), TestStore.read(alice, inbox, uid));
                }
                TestStore.append(alice, inbox, TestStore.message("on", "goes it"));
            }
        }
        assertTrue(after > before, "nothing was appended while the backup was made");
    }

    private static void append(
            TestStore store,
            int writer,
            AtomicBoolean stop,
            CountDownLatch warm,
            ConcurrentHashMap<Long, byte[]> kept) {
        var random = new Random(writer);
        try (var alice = store.open(ALICE)) {
            while (!stop.get()) {
                byte[] message = letter(random, random.nextInt(10) == 0 ? 200_000 : 2_000);
                kept.put(TestStore.append(alice, TestStore.inbox(alice), message), message);
                warm.countDown();
            }
        }
    }

    private static byte[] letter(Random random, int size) {
        byte[] body = new byte[size];
        random.nextBytes(body);
        return TestStore.message("letter", new String(body, StandardCharsets.ISO_8859_1));
    }

    /// What clients were given after the backup was made must never mean something else in what is restored of it.
    @Test
    void numbersGivenSinceTheBackupNeverComeBack() throws Exception {
        long uid;
        long modSeq;
        long message;
        MailboxId mailbox;
        try (var store = TestStore.on(data)) {
            store.add(ALICE);
            try (var alice = store.open(ALICE)) {
                var inbox = TestStore.inbox(alice);
                append(alice, 3, 100);
                store.store().backup(backups, 7);
                append(alice, 3, 100);
                alice.store(inbox, Uids.of(1), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN)));
                alice.expunge(inbox, Uids.of(2));
                uid = alice.state(inbox).uids().last();
                modSeq = alice.state(inbox).highestModSeq();
                message = TestStore.stored(alice, inbox, uid).messageId();
                mailbox = alice.create(MailboxName.of("new"), Set.of()).id();
            }
        }
        Restore.restore(backups, OptionalInt.empty(), folder.resolve("copy"));
        long next;
        try (var store = TestStore.on(folder.resolve("copy"));
                var alice = store.open(ALICE)) {
            var inbox = TestStore.inbox(alice);
            var state = alice.state(inbox);
            assertEquals(Uids.range(1, 3), state.uids());
            assertTrue(state.highestModSeq() > modSeq);
            var since = alice.changesSince(state, modSeq);
            assertEquals(Uids.range(1, 3), since.changed(), "each message's flags are looked at anew");
            assertFalse(since.whole(), "and what went is worked out from what is there");
            next = TestStore.append(alice, inbox, TestStore.message("on", "goes it"));
            assertTrue(next > uid);
            assertTrue(TestStore.stored(alice, inbox, next).messageId() > message);
            assertTrue(alice.create(MailboxName.of("new"), Set.of()).id().value() > mailbox.value());
            assertEquals(List.of(), store.findings());
        }
        try (var store = TestStore.on(folder.resolve("copy"));
                var alice = store.open(ALICE)) {
            var inbox = TestStore.inbox(alice);
            assertEquals(next + 1, TestStore.append(alice, inbox, TestStore.message("once", "only")));
        }
    }

    @Test
    void secondOneWritesOnlyWhatIsNew() throws Exception {
        try (var store = TestStore.on(data)) {
            store.add(ALICE);
            try (var alice = store.open(ALICE)) {
                append(alice, 60, 100_000);
                store.store().backup(backups, 7);
                long first = octets(backups);
                append(alice, 1, 100_000);
                store.store().backup(backups, 7);
                long added = octets(backups) - first;
                assertTrue(first > 6_000_000 && added < 400_000, "first " + first + ", second " + added);
            }
        }
        assertEquals(
                List.of(1, 2), Restore.list(backups).stream().map(Backup::id).toList());
        Restore.restore(backups, OptionalInt.of(1), folder.resolve("one"));
        Restore.restore(backups, OptionalInt.empty(), folder.resolve("two"));
        assertEquals(60, count(folder.resolve("one")));
        assertEquals(61, count(folder.resolve("two")));
    }

    @Test
    void keepsSoMany() throws Exception {
        try (var store = TestStore.on(data)) {
            store.add(ALICE);
            for (int i = 1; i <= 4; i++) {
                assertEquals(i, store.store().backup(backups, 2).id());
            }
        }
        assertEquals(
                List.of(3, 4), Restore.list(backups).stream().map(Backup::id).toList());
        assertEquals(
                backups + " holds no backup 1; see: posthorn backup --list " + backups,
                assertThrows(BackupFailed.class, () -> Restore.restore(backups, OptionalInt.of(1), folder.resolve("x")))
                        .getMessage());
    }

    @Test
    void damageIsNamedAndNothingIsRestored() throws Exception {
        try (var store = TestStore.on(data)) {
            store.add(ALICE);
            try (var alice = store.open(ALICE)) {
                append(alice, 3, 100_000);
            }
            store.store().backup(backups, 7);
        }
        var copy = folder.resolve("copy");
        Path blob;
        try (var files = Files.list(backups.resolve("shared_checksum"))) {
            blob = files.filter(file -> file.toString().endsWith(".blob"))
                    .max(Comparator.comparing(file -> file.toFile().length()))
                    .orElseThrow();
        }
        byte[] sound = Files.readAllBytes(blob);
        byte[] damaged = sound.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(blob, damaged);
        assertEquals(
                blob + " is damaged (its checksum is not what it was): backup 1 can't be restored, try an older one"
                        + " with --backup",
                refusal(copy));
        Files.delete(blob);
        assertEquals(blob + " is missing: backup 1 can't be restored, try an older one with --backup", refusal(copy));
        assertFalse(Files.exists(copy.resolve("rocksdb")));
        Files.write(blob, sound);
        Restore.restore(backups, OptionalInt.empty(), copy);
        assertEquals(3, count(copy));
    }

    private String refusal(Path store) {
        return assertThrows(BackupFailed.class, () -> Restore.restore(backups, OptionalInt.empty(), store))
                .getMessage();
    }

    @Test
    void neverOverwrites() throws Exception {
        try (var store = TestStore.on(data)) {
            store.store().backup(backups, 7);
            assertTrue(restoring(data).endsWith("stop that one, or name another folder"), restoring(data));
        }
        assertEquals(data + " holds a store already: move it away, or restore into another folder", restoring(data));
    }

    private String restoring(Path store) {
        return assertThrows(StoreUnavailable.class, () -> Restore.restore(backups, OptionalInt.empty(), store))
                .getMessage();
    }

    @Test
    void newerFormatIsRefused() throws Exception {
        try (var store = TestStore.on(data)) {
            store.store().backup(backups, 7);
        }
        var meta = backups.resolve("meta/1");
        // The metadata's last octet, in hexadecimal: the format.
        Files.writeString(meta, Files.readString(meta).replaceFirst("(?m)^(metadata .*)3.$", "$139"));
        assertTrue(refusal(folder.resolve("copy")).contains("newer Posthorn (store format 9"));
    }

    @Test
    void foldersOfSomethingElseAreLeftAlone() throws Exception {
        Files.createDirectory(backups);
        Files.writeString(backups.resolve("diary.txt"), "mine");
        try (var store = TestStore.on(data)) {
            assertEquals(
                    backups + " is not empty and holds no backups: name an empty folder, or none that is there",
                    backingUp(store, backups));
            assertTrue(backingUp(store, data.resolve("backups")).contains("is inside the store"));
        }
        assertTrue(assertThrows(BackupFailed.class, () -> Restore.list(backups))
                .getMessage()
                .contains("holds no backups"));
    }

    private static String backingUp(TestStore store, Path backups) {
        return assertThrows(BackupFailed.class, () -> store.store().backup(backups, 7))
                .getMessage();
    }

    private static void append(Account alice, int count, int size) {
        var random = new Random(count);
        for (int i = 0; i < count; i++) {
            TestStore.append(alice, TestStore.inbox(alice), letter(random, size));
        }
    }

    private static long count(Path store) throws StoreUnavailable {
        try (var opened = TestStore.on(store);
                var alice = opened.open(ALICE)) {
            return alice.state(TestStore.inbox(alice)).uids().count();
        }
    }

    private static long octets(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        }
    }
}
