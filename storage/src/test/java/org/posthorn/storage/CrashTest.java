package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posthorn.common.config.Storage;
import org.posthorn.storage.directory.QuickPasswords;
import org.posthorn.storage.engine.FaultyDisk;
import org.posthorn.storage.engine.MemoryEngine;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;

/// What a failing disk leaves behind (P1, P3).
@Timeout(300)
class CrashTest {

    /// What a writer was told: the account, the UID there, and the bytes.
    private record Told(String address, long uid, byte[] mail) {}

    @Test
    void whatWasToldSurvivesADeathUnderLoad() throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            var disk = new FaultyDisk();
            var told = ConcurrentHashMap.<Told>newKeySet();
            var store = open(disk);
            store.add("alice@example.org");
            store.add("bob@example.org");
            disk.dieAfter(1 + random.nextInt(40));
            var writers = new ArrayList<Thread>();
            for (int i = 0; i < 6; i++) {
                var own = new Random(seed * 31L + i);
                writers.add(Thread.ofVirtual().start(() -> write(store, own, told)));
            }
            for (var writer : writers) {
                writer.join();
            }
            var left = disk.afterCrash(random);
            store.store().close();
            try (var after = open(left)) {
                for (var each : told) {
                    try (var account = after.open(each.address())) {
                        assertArrayEquals(
                                each.mail(),
                                TestStore.read(account, TestStore.inbox(account), each.uid()),
                                "seed " + seed);
                    }
                }
            }
        }
    }

    /// Appends and delivers until the disk is dead.
    private static void write(TestStore store, Random random, Set<Told> told) {
        try (var alice = store.open("alice@example.org");
                var bob = store.open("bob@example.org")) {
            while (true) {
                byte[] mail =
                        TestStore.message("m" + random.nextLong(), "x".repeat(random.nextInt(4) == 0 ? 200_000 : 100));
                if (random.nextBoolean()) {
                    long uid = TestStore.append(alice, TestStore.inbox(alice), mail);
                    told.add(new Told("alice@example.org", uid, mail));
                } else {
                    store.deliver(
                            alice.id(),
                            mail,
                            TestStore.to(bob.id(), "INBOX", ""),
                            TestStore.to(alice.id(), "INBOX", ""));
                }
            }
        } catch (Refused _) {
            // The disk died; nothing is told any more.
        }
    }

    /// Several writers expunge and bring back their own messages: whenever the disk dies, each message is in
    /// the mailbox or among the deleted ones, never in both or in none, and where its writer was told last,
    /// unless one more change was on its way.
    @Test
    void deletedMailIsInOnePlaceWheneverTheDiskDies() throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            var disk = new FaultyDisk();
            var store = open(disk, Storage.DEFAULTS);
            store.add("alice@example.org");
            disk.dieAfter(8 + random.nextInt(60));
            var told = new ConcurrentHashMap<Long, Boolean>();
            var onItsWay = ConcurrentHashMap.<Long>newKeySet();
            var writers = new ArrayList<Thread>();
            for (int i = 0; i < 4; i++) {
                var own = new Random(seed * 31L + i);
                writers.add(Thread.ofVirtual().start(() -> deleteAndRestore(store, own, told, onItsWay)));
            }
            for (var writer : writers) {
                writer.join();
            }
            var left = disk.afterCrash(random);
            store.store().close();
            try (var after = open(left, Storage.DEFAULTS);
                    var alice = after.open("alice@example.org")) {
                var live = new HashSet<Long>();
                TestStore.placements(alice, TestStore.inbox(alice)).forEach(each -> live.add(each.messageId()));
                var deleted = new HashSet<Long>();
                alice.deletedMessages(
                        Instant.EPOCH,
                        page -> page.stream()
                                .allMatch(each -> deleted.add(each.id().messageId())));
                for (var each : told.entrySet()) {
                    long message = each.getKey();
                    assertTrue(live.contains(message) ^ deleted.contains(message), "seed " + seed);
                    if (!onItsWay.contains(message)) {
                        assertEquals(each.getValue(), live.contains(message), "seed " + seed);
                    }
                }
            }
        }
    }

    private static void deleteAndRestore(TestStore store, Random random, Map<Long, Boolean> told, Set<Long> onItsWay) {
        try (var alice = store.open("alice@example.org")) {
            var inbox = TestStore.inbox(alice);
            while (true) {
                long uid = TestStore.append(alice, inbox, TestStore.message("m" + random.nextInt(), "body"));
                long message = TestStore.stored(alice, inbox, uid).messageId();
                told.put(message, true);
                onItsWay.add(message);
                alice.expunge(inbox, Uids.of(uid));
                told.put(message, false);
                onItsWay.remove(message);
                if (random.nextBoolean()) {
                    onItsWay.add(message);
                    alice.undelete(List.of(new DeletedId(message, inbox, uid)), Optional.empty());
                    told.put(message, true);
                    onItsWay.remove(message);
                }
            }
        } catch (Refused _) {
            // The disk died; nothing is told any more.
        }
    }

    @Test
    void readersNeverSeeWhatIsNotDurable() throws Exception {
        var disk = new FaultyDisk();
        var store = open(disk);
        store.add("alice@example.org");
        try (var alice = store.open("alice@example.org")) {
            var inbox = TestStore.inbox(alice);
            TestStore.append(alice, inbox, TestStore.message("kept", ""));
            disk.full(true);
            for (int i = 0; i < 3; i++) {
                var refused = assertThrows(
                        Refused.class, () -> TestStore.append(alice, inbox, TestStore.message("lost", "")));
                assertEquals(Refused.Why.DISK_FULL, refused.why());
                assertEquals(2, alice.state(inbox).uidNext());
            }
            assertThrows(
                    Refused.class,
                    () -> alice.store(inbox, Uids.of(1), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN))));
            assertThrows(Refused.class, () -> alice.create(MailboxName.of("new"), Set.of()));
            assertEquals(List.of(), store.findings());
            disk.full(false);
            assertEquals(2L, untilDone(() -> TestStore.append(alice, inbox, TestStore.message("again", ""))));
            assertEquals(List.of(), alice.state(inbox).flagsOf(1));
        }
        store.close();
    }

    @Test
    void fullDiskInTheMiddleOfAMessageRefusesIt() throws Exception {
        var disk = new FaultyDisk();
        var store = open(disk);
        store.add("alice@example.org");
        try (var alice = store.open("alice@example.org")) {
            var inbox = TestStore.inbox(alice);
            try (var incoming = alice.receive()) {
                incoming.write(ByteBuffer.wrap(TestStore.message("half", "x".repeat(200_000))));
                disk.full(true);
                var refused = assertThrows(Refused.class, () -> {
                    TestStore.fill(incoming, new byte[2_000_000]);
                    alice.append(inbox, List.of(new Account.Append(incoming, Set.of(), TestStore.DATE)));
                });
                assertEquals(Refused.Why.DISK_FULL, refused.why());
            }
            disk.full(false);
            assertEquals(1L, untilDone(() -> TestStore.append(alice, inbox, TestStore.message("whole", ""))));
        }
        store.store().sweep();
        store.close();
    }

    @Test
    void brokenOffUploadsAreSweptAfterACrash() throws Exception {
        var disk = new FaultyDisk();
        var store = open(disk);
        store.add("alice@example.org");
        var alice = store.open("alice@example.org");
        alice.receive().write(ByteBuffer.wrap(new byte[500_000]));
        // A synced commit behind the chunks keeps them.
        TestStore.append(alice, TestStore.inbox(alice), TestStore.message("later", ""));
        var left = disk.afterCrash(new Random(1));
        store.store().close();
        try (var after = open(left)) {
            int before = left.chunks();
            after.store().sweep();
            assertTrue(before > 1);
            assertEquals(0, left.chunks());
        }
    }

    /// Writes that fail in every way, one after the other and in a row, under several writers: whoever was told that a
    /// message is there finds it, nobody finds a part of one, and all goes on in the same process.
    @Test
    void failedWritesUnderLoadLoseNothingAndLeaveNothingHalf() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            var disk = new FaultyDisk();
            var told = ConcurrentHashMap.<Told>newKeySet();
            try (var store = open(disk)) {
                store.add("alice@example.org");
                store.add("bob@example.org");
                for (int i = 0; i < 60; i++) {
                    disk.fail(
                            random.nextInt(4) == 0
                                    ? FaultyDisk.Fault.values()[random.nextInt(4)]
                                    : FaultyDisk.Fault.NONE);
                }
                var writers = new ArrayList<Thread>();
                for (int i = 0; i < 4; i++) {
                    var own = new Random(seed * 31L + i);
                    writers.add(Thread.ofVirtual().start(() -> writeOn(store, own, told)));
                }
                for (var writer : writers) {
                    writer.join();
                }
                disk.mend();
                untilDone(() -> store.add("carol@example.org")); // the last recovery is over
                assertTold(store, told, seed);
                store.store().sweep();
            }
            try (var after = open(disk.afterCrash(random))) {
                assertTold(after, told, seed);
            }
        }
    }

    /// Appends, changes flags and expunges, whatever fails.
    private static void writeOn(TestStore store, Random random, Set<Told> told) {
        try (var alice = store.open("alice@example.org")) {
            var inbox = TestStore.inbox(alice);
            for (int i = 0; i < 15; i++) {
                byte[] mail =
                        TestStore.message("m" + random.nextLong(), "x".repeat(random.nextInt(3) == 0 ? 300_000 : 100));
                try {
                    switch (random.nextInt(4)) {
                        case 0 ->
                            alice.store(
                                    inbox,
                                    Uids.range(1, 1 + random.nextInt(20)),
                                    new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN)));
                        case 1 -> {
                            var trash = TestStore.mailbox(alice, "Trash");
                            long uid = TestStore.append(alice, trash, mail);
                            alice.expunge(trash, Uids.of(uid));
                        }
                        default -> told.add(new Told("alice@example.org", TestStore.append(alice, inbox, mail), mail));
                    }
                } catch (Refused e) {
                    assertTrue(e.why() == Refused.Why.UNAVAILABLE || e.why() == Refused.Why.DISK_FULL, e::toString);
                }
            }
        }
    }

    private static void assertTold(TestStore store, Set<Told> told, int seed) {
        for (var each : told) {
            try (var account = store.open(each.address())) {
                assertArrayEquals(
                        each.mail(), TestStore.read(account, TestStore.inbox(account), each.uid()), "seed " + seed);
            }
        }
    }

    private static <T> T untilDone(Supplier<T> change) {
        while (true) {
            try {
                return change.get();
            } catch (Refused _) {
                Thread.onSpinWait();
            }
        }
    }

    private static TestStore open(FaultyDisk disk) {
        return open(disk, TestStore.KEEPING_NOTHING);
    }

    private static TestStore open(FaultyDisk disk, Storage storage) {
        var settings = new MailStore.Settings(Path.of("none"), TestStore.LIMIT, storage, Clock.systemUTC());
        return new TestStore(
                new MailStore(settings, () -> {}, new MemoryEngine(disk), QuickPasswords.with(settings.clock())));
    }
}
