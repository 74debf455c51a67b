package org.posthorn.storage;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.posthorn.common.config.Storage;
import org.posthorn.storage.annotation.EntryName;
import org.posthorn.storage.directory.QuickPasswords;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.FaultyDisk;
import org.posthorn.storage.engine.MemoryEngine;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.Grantee;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Rights;
import org.posthorn.storage.mailbox.Uids;

/// A store in memory with a little of everything, into whose rows damage is planted: while it is open, or before it is
/// opened again.
///
/// alice (account 1) has in INBOX (mailbox 1) UIDs 1 (message 1, three chunks in blob 1, `\Seen`), 2 (message 2, a
/// header only), 4 (message 4, shared with bob, `\Flagged`) and 5 (message 5, arrived behind the snapshots); in Work
/// (mailbox 7) 1, a copy of INBOX's 1; UID 3
/// (message 3) was expunged, Junk (mailbox 5) was deleted, both are kept. bob (account 2) has message 1 in INBOX UID 1.
final class DamagedStore implements AutoCloseable {
    static final String ALICE = "alice@example.org";
    static final String BOB = "bob@example.org";
    static final int INBOX = 1;
    static final int WORK = 7;

    private static final byte[] COMMENT = {'h', 'e', 'l', 'l', 'o'};

    private static final FaultyDisk SOUND = make();

    private FaultyDisk disk = SOUND.copy();
    private MemoryEngine engine;
    private TestStore store;

    DamagedStore() {
        open();
    }

    TestStore store() {
        return store;
    }

    MemoryEngine engine() {
        return engine;
    }

    /// Changes rows under the open store.
    void plant(Function<MemoryEngine, Batch> damage) {
        engine.commit(List.of(damage.apply(engine)), List.of(), () -> {}).await();
    }

    /// Changes rows of the store as it was found, and opens it again.
    void plantStopped(Function<MemoryEngine, Batch> damage) {
        store.store().close();
        disk = SOUND.copy();
        engine = new MemoryEngine(disk);
        plant(damage);
        engine.close();
        open();
    }

    List<Finding> check() {
        var found = new ArrayList<Finding>();
        store.store().check(found::add);
        return found;
    }

    List<Finding> repair() {
        var found = new ArrayList<Finding>();
        store.store().repair(found::add);
        return found;
    }

    void reopen() {
        store.store().close();
        open();
    }

    private void open() {
        engine = new MemoryEngine(disk);
        store = on(engine);
    }

    @Override
    public void close() {
        store.store().close();
    }

    private static TestStore on(MemoryEngine engine) {
        var settings = new MailStore.Settings(Path.of("none"), TestStore.LIMIT, Storage.DEFAULTS, Clock.systemUTC());
        return new TestStore(new MailStore(settings, () -> {}, engine, QuickPasswords.with(settings.clock())));
    }

    private static FaultyDisk make() {
        var disk = new FaultyDisk();
        var first = on(new MemoryEngine(disk));
        var alice = first.add(ALICE);
        var bob = first.add(BOB);
        try (var account = first.open(ALICE)) {
            var inbox = TestStore.inbox(account);
            TestStore.append(account, inbox, TestStore.message("one", "x".repeat(150_000)));
            TestStore.append(account, inbox, TestStore.message("two", ""));
            TestStore.append(account, inbox, TestStore.message("three", "gone soon"));
            account.store(inbox, Uids.of(1), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN)));
            var work = account.create(MailboxName.of("Work"), Set.of());
            account.copy(inbox, Uids.of(1), work.id());
            account.expunge(inbox, Uids.of(3));
            account.delete(MailboxName.of("Junk"));
            account.accessKeys().of(inbox);
            account.annotations()
                    .set(Optional.of(inbox), alice, Map.of(new EntryName("/shared/comment"), Optional.of(COMMENT)));
            account.sharing().change(inbox, Grantee.of(bob), _ -> Rights.parse("lrs"));
            try (var his = first.store().account(alice, bob)) {
                his.store(inbox, Uids.of(2), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN)));
            }
            first.deliver(
                    alice,
                    TestStore.message("four", "for both"),
                    TestStore.to(alice, "INBOX", "Received: a\r\n"),
                    TestStore.to(bob, "INBOX", "Received: b\r\n"));
        }
        first.store().close(); // writes snapshots
        var second = on(new MemoryEngine(disk));
        try (var account = second.open(ALICE)) {
            var inbox = TestStore.inbox(account);
            account.store(inbox, Uids.of(4), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.FLAGGED)));
            TestStore.append(account, inbox, TestStore.message("five", "y".repeat(2_000)), Flag.ANSWERED);
            return disk.copy(); // what is there when the process dies now: no snapshots of the last changes
        } finally {
            second.store().close();
        }
    }
}
