package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.posthorn.storage.TestStore.append;
import static org.posthorn.storage.TestStore.inbox;
import static org.posthorn.storage.TestStore.mailbox;
import static org.posthorn.storage.TestStore.message;
import static org.posthorn.storage.TestStore.read;
import static org.posthorn.storage.TestStore.to;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.common.config.Storage;
import org.posthorn.storage.directory.QuickPasswords;
import org.posthorn.storage.engine.FaultyDisk;
import org.posthorn.storage.engine.MemoryEngine;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.Delivery;
import org.posthorn.storage.message.IncomingMessage;

/// What went wrong in the stores of other mail servers, and what keeps it from this one. Here are the tests that have
/// no better place; behind every test of the store its check finds nothing.
///
/// | what went wrong | what would tell |
/// |---|---|
/// | mail was acknowledged and in no list | here; `CrashTest`, `ModelTest`, `CrashIT` |
/// | a new account showed mail of a removed one | here; `DirectoryTest`, `MailStoreTest` |
/// | changes of many messages failed by conflicts | here; `ConcurrencyTest` |
/// | counters and quota drifted from the rows | `QuotaTest`, `UndeleteTest`, `CheckTest`, `ModelTest`, `CrashIT` |
/// | the disk never shrank | `DiskUseTest`, `UndeleteTest`, `disk_shrink.py` |
/// | half a message counted as stored | `CrashTest`, `CheckTest`, `FlippedBitTest` |
/// | one damaged row stopped the export, or cost more than itself | `MessageCommandTest`; `DamagedFilesTest` |
/// | import took memory or hours by its size | `import_export.py`, `MessageCommandTest`, `LargeMailboxTest` |
/// | maintenance had to wait for sessions, or they for it | here; `BackupTest`, `BackupIT` |
/// | an older version wrote into a newer store | `StoreFolderTest`, `BackupTest`, `RowSealTest` |
/// | an upgrade lost something | `OldStoreTest`, `RowsTest`, `StoredMessageTest`, `DirectoryTest` |
/// | acknowledged before the sync | `CommitterTest`, `EngineContract`, `CrashTest`, `CrashIT` |
/// | several syncs for one message | here; `ConcurrencyTest`, `syncs.py` |
class PitfallsTest {
    private static final String ALICE = "alice@example.org";
    private static final String BOB = "bob@example.org";
    private static final int MANY = 75_000;
    private static final List<Flag> MARKS = List.of(Flag.SEEN, Flag.FLAGGED, Flag.ANSWERED, Flag.of("$Sync"));

    @TempDir
    Path folder;

    // ---- acknowledged, and in no list

    @Test
    void whateverBringsAMessageGivesItAUidInOneWrite() throws Exception {
        var told = new ArrayList<Long>();
        try (var store = open()) {
            var id = store.add(ALICE);
            store.deliver(id, message("mail", "m".repeat(90_000)), to(id, "INBOX", ""));
            told.add(1L);
            try (var alice = store.open(ALICE)) {
                bring(alice, told);
            }
        }
        try (var store = open();
                var alice = store.open(ALICE)) {
            var inbox = inbox(alice);
            var listed = new ArrayList<Long>();
            alice.messages(inbox, alice.state(inbox).uids(), (placed, _) -> listed.add(placed.uid()));
            assertEquals(told, listed);
            assertEquals(5, alice.state(inbox).uids().count());
            assertArrayEquals(message("mail", "m".repeat(90_000)), read(alice, inbox, told.get(2)));
            assertArrayEquals(message("mail", "restored"), read(alice, inbox, told.get(4)));
        }
    }

    /// Appends, copies, moves and restores, one message each.
    private static void bring(Account alice, List<Long> told) {
        var inbox = inbox(alice);
        var sent = mailbox(alice, "Sent");
        told.add(append(alice, inbox, message("mail", "appended")));
        told.add(alice.copy(inbox, Uids.of(1), inbox).to().first());
        append(alice, sent, message("mail", "moved"));
        told.add(alice.move(sent, Uids.of(1), inbox).to().first());
        long gone = append(alice, inbox, message("mail", "restored"));
        alice.expunge(inbox, Uids.of(gone));
        alice.deletedMessages(TestStore.DATE, page -> {
            alice.undelete(page.stream().map(DeletedMessage::id).toList(), Optional.empty());
            return true;
        });
        told.add(gone + 1);
    }

    // ---- whose mail it is

    /// The address is given to somebody else while sessions of the one before are still open.
    @Test
    void newAccountNeverMeetsTheOldOne() throws Exception {
        var address = EmailAddress.parse(ALICE);
        try (var store = open()) {
            var directory = store.store().directory();
            var first = store.add(ALICE);
            try (var session = store.open(ALICE);
                    var begun = session.receive()) {
                var inbox = inbox(session);
                append(session, inbox, message("hers", "secret"));
                assertTrue(directory.authenticate(ALICE, "secret").isPresent());
                TestStore.fill(begun, message("begun", "b".repeat(100_000)));
                var told = new CountDownLatch(1);
                session.watch(inbox, told::countDown);
                directory.removeAccount(address);
                var second = directory.addAccount(address, "his");
                assertTrue(told.await(1, TimeUnit.MINUTES), "the session is told");

                assertNotEquals(first, second);
                assertTrue(directory.authenticate(ALICE, "secret").isEmpty());
                assertRefused(session, inbox, begun);
                assertUnknown(store, first);
                assertEmpty(store, second);
                // The rows of the one before go, and those alone.
                store.store().sweep();
                session.messages(inbox, Uids.of(1), (placed, _) -> fail("still there: " + placed));
                try (var his = store.open(ALICE)) {
                    assertArrayEquals(message("his", "own"), read(his, inbox(his), 1));
                }
            }
        }
        try (var store = open()) {
            assertEquals(4, store.add("carol@example.org").value());
        }
    }

    /// Whatever a session does that was open when its account was removed.
    private static void assertRefused(Account session, MailboxId inbox, IncomingMessage begun) {
        refused(() -> session.state(inbox));
        refused(session::mailboxes);
        refused(session::subscriptions);
        refused(() -> session.append(inbox, List.of(new Account.Append(begun, Set.of(), TestStore.DATE))));
        refused(() -> session.store(inbox, Uids.of(1), seen()));
        refused(() -> session.copy(inbox, Uids.of(1), inbox));
        refused(() -> session.expunge(inbox, Uids.of(1)));
        refused(() -> session.create(MailboxName.of("new"), Set.of()));
        refused(() -> session.delete(MailboxName.of("Junk")));
    }

    /// A delivery whose recipient was found just before the removal reaches nobody.
    private static void assertUnknown(TestStore store, AccountId removed) {
        assertTrue(store.store().directory().account(removed).isEmpty());
        refused(() -> store.store().account(removed));
        var bob = store.add(BOB);
        refused(() -> store.deliver(bob, message("late", ""), to(bob, "INBOX", ""), to(removed, "INBOX", "")));
        try (var other = store.open(BOB)) {
            assertEquals(0, other.state(inbox(other)).uids().count());
        }
    }

    private static void assertEmpty(TestStore store, AccountId made) {
        assertEquals(0, store.store().quota(made).messages().used());
        try (var his = store.open(ALICE)) {
            assertEquals(made, his.id());
            his.mailboxes().forEach(mailbox -> assertEquals(1, mailbox.uidNext(), mailbox.toString()));
            append(his, inbox(his), message("his", "own"));
        }
    }

    // ---- many messages at once, and others beside

    /// One client marks a mailbox of 75,000, all at once and one by one, while another appends, a third copies and
    /// expunges: all of it is done, none is told to try again.
    @Test
    void changesOfManyMeetNoConflicts() throws Exception {
        try (var store = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            store.add(ALICE);
            var big = fill(store);
            finish(List.of(
                    session(threads, store, alice -> mark(alice, big)),
                    session(threads, store, alice -> {
                        for (int i = 0; i < 250; i++) {
                            assertTrue(append(alice, big, message("new " + i, "")) > MANY);
                        }
                    }),
                    session(threads, store, alice -> copyAndExpunge(alice, big))));
            try (var alice = store.open(ALICE)) {
                var state = alice.state(big);
                assertEquals(MANY + 250, state.uids().count());
                MARKS.forEach(flag -> assertEquals(Uids.range(251, MANY), state.with(flag)));
            }
        }
    }

    private static void mark(Account alice, MailboxId big) {
        for (var flag : MARKS) {
            var add = new FlagChange(FlagChange.Kind.ADD, Set.of(flag));
            assertEquals(
                    MANY, alice.store(big, Uids.range(1, MANY), add).changed().count());
            for (int uid = 1; uid <= 250; uid++) {
                alice.store(big, Uids.of(uid), new FlagChange(FlagChange.Kind.REMOVE, Set.of(flag)));
            }
        }
    }

    private static void copyAndExpunge(Account alice, MailboxId big) {
        var archive = mailbox(alice, "Archive");
        for (int i = 0; i < 50; i++) {
            var copied = alice.copy(big, Uids.range(1_000, 1_099), archive).to();
            assertEquals(100, copied.count());
            assertEquals(copied, alice.expunge(archive, copied));
        }
    }

    private static MailboxId fill(TestStore store) {
        try (var alice = store.open(ALICE)) {
            for (int i = 0; i < 75; i++) {
                append(alice, inbox(alice), message("m" + i, ""));
            }
            var big = alice.create(MailboxName.of("big"), Set.of()).id();
            for (int i = 0; i < 100; i++) {
                alice.copy(inbox(alice), Uids.range(1, 75), big);
            }
            for (int i = 0; i < 9; i++) {
                alice.copy(big, Uids.range(1, 7_500), big);
            }
            return big;
        }
    }

    // ---- maintenance

    /// Sessions are open, some in the middle of a message, and go on to work: check, repair, backup and sweep run all
    /// the same, and find nothing that is only on its way.
    @Test
    void maintenanceAndSessionsGoOnTogether() throws Exception {
        try (var store = TestStore.on(folder.resolve("store"));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            store.add(ALICE);
            try (var idle = store.open(ALICE);
                    var upload = idle.receive();
                    var _ = idle.watch(inbox(idle), () -> {})) {
                upload.write(ByteBuffer.wrap(message("slow", "s".repeat(300_000))));
                maintain(store, threads);
                upload.finish();
                var slow = new Account.Append(upload, Set.of(), TestStore.DATE);
                long uid = idle.append(inbox(idle), List.of(slow)).uids().first();
                assertArrayEquals(message("slow", "s".repeat(300_000)), read(idle, inbox(idle), uid));
            }
        }
    }

    private void maintain(TestStore store, ExecutorService threads) throws Exception {
        var stop = new AtomicBoolean();
        var busy = new CountDownLatch(4);
        var all = new ArrayList<Future<?>>();
        try {
            for (int i = 0; i < 4; i++) {
                all.add(session(threads, store, alice -> work(alice, stop, busy)));
            }
            assertTrue(busy.await(1, TimeUnit.MINUTES), "sessions work");
            for (int i = 0; i < 3; i++) {
                assertEquals(List.of(), store.findings());
                store.store().sweep();
                assertEquals(0, store.store().repair(_ -> {}).findings());
                store.store().backup(folder.resolve("backups"), 2);
            }
        } finally {
            stop.set(true);
            finish(all);
        }
    }

    private static void work(Account alice, AtomicBoolean stop, CountDownLatch busy) {
        for (int i = 0; !stop.get(); i++) {
            byte[] mail = message("m" + i, "x".repeat(i % 4 * 40_000));
            long uid = append(alice, inbox(alice), mail);
            alice.store(inbox(alice), Uids.of(uid), seen());
            var moved = alice.move(inbox(alice), Uids.of(uid), mailbox(alice, "Archive"));
            assertArrayEquals(
                    mail, read(alice, mailbox(alice, "Archive"), moved.to().first()));
            assertEquals(moved.to(), alice.expunge(mailbox(alice, "Archive"), moved.to()));
            if (i == 3) {
                busy.countDown();
            }
        }
    }

    // ---- syncs

    @Test
    void oneMessageIsOneSyncHoweverLargeAndForHoweverMany() {
        var disk = new FaultyDisk();
        var settings = new MailStore.Settings(folder, TestStore.LIMIT, Storage.DEFAULTS, Clock.systemUTC());
        var engine = new MemoryEngine(disk);
        try (var store =
                new TestStore(new MailStore(settings, () -> {}, engine, QuickPasswords.with(settings.clock())))) {
            var ids = new HashSet<AccountId>();
            for (int i = 0; i < 20; i++) {
                ids.add(store.add("u" + i + "@example.org"));
            }
            var everybody = ids.stream().map(id -> to(id, "INBOX", "")).toArray(Delivery[]::new);
            var home = ids.iterator().next();
            store.deliver(
                    home, message("first", "takes numbers for the blobs of the next ones".repeat(100)), everybody);
            int before = disk.syncs();
            store.deliver(home, message("second", "s".repeat(1_000_000)), everybody);
            assertEquals(before + 1, disk.syncs());
        }
    }

    // ---- parts

    private TestStore open() throws StoreUnavailable {
        return new TestStore(
                MailStore.open(new MailStore.Settings(folder, TestStore.LIMIT, Storage.DEFAULTS, Clock.systemUTC())));
    }

    private interface Session {
        void run(Account alice);
    }

    private static Future<?> session(ExecutorService threads, TestStore store, Session session) {
        return threads.submit(() -> {
            try (var alice = store.open(ALICE)) {
                session.run(alice);
            }
        });
    }

    private static void finish(List<Future<?>> all) throws InterruptedException, ExecutionException {
        for (var each : all) {
            each.get();
        }
    }

    private static FlagChange seen() {
        return new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN));
    }

    private static void refused(Executable change) {
        assertEquals(Refused.Why.NOT_FOUND, assertThrows(Refused.class, change).why());
    }
}
