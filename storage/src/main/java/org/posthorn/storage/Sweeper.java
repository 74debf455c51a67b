package org.posthorn.storage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes for good: what was deleted and is kept no longer, blobs without a message, chunks of uploads that were never
/// finished, and what is left of removed accounts.
///
/// Commits that delete, or may have made garbage, leave a row (`G`, `D`, `U` of [Keys]); what is behind it is
/// deleted together with it, after looking whether it is garbage indeed. So a crash at any point loses no mail and
/// leaves no garbage without a row that says so.
///
/// Why looking is enough: places of a message are made under its account's lock, which is held here. References to a
/// blob are made when it is delivered, and later only beside one that stays until then ([CopyAcross]): one that has
/// none gets none.
///
/// Even what is not kept at all stays for a moment: sessions that have not been told of an expunge yet go on reading
/// the message (RFC 9051 §7.5.1).
///
/// Marks of deletions are in the order of time, so an account with nothing due costs one look at its first mark, and
/// that says when to look again.
final class Sweeper implements AutoCloseable {
    private static final Duration DELAY = Duration.ofSeconds(10);
    /// After a sweep that was refused. Also the longest wait: somebody may set the clock.
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final int PAGE = 256;
    /// Behind so many chunks and messages the disk's space is worth looking after: 256 MiB at most.
    private static final int RECLAIM = 4_000;

    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

    private final Engine engine;
    private final Accounts accounts;
    private final LogTrim logTrim;
    private final Duration keepDeleted;
    private final Clock clock;
    private final Thread thread = Thread.ofPlatform().name("sweeper").daemon().unstarted(this::run);
    /// One sweep at a time, whoever asked for it.
    private final ReentrantLock sweeping = new ReentrantLock();
    /// Since space was last reclaimed; under that lock.
    private long gone;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    /// When to look at an account.
    private final Map<AccountId, Instant> looks = new HashMap<>();
    /// When the thread looks at them again.
    private Instant awake = Instant.MIN;

    private boolean closed;

    Sweeper(Engine engine, Accounts accounts, LogTrim logTrim, Duration keepDeleted, Clock clock) {
        this.engine = engine;
        this.accounts = accounts;
        this.logTrim = logTrim;
        this.keepDeleted = keepDeleted;
        this.clock = clock;
    }

    /// Starts with all accounts, for what was left when the store was last open.
    void start(Collection<AccountId> all) {
        all.forEach(this::soon);
        thread.start();
    }

    /// The account may have something to sweep.
    void soon(AccountId account) {
        lookAt(account, clock.instant().plus(DELAY));
    }

    private void lookAt(AccountId account, Instant when) {
        lock.lock();
        try {
            looks.merge(account, when, (one, other) -> one.isBefore(other) ? one : other);
            if (when.isBefore(awake)) {
                wanted.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void lookNoMore(AccountId account) {
        lock.lock();
        try {
            looks.remove(account);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wanted.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        // No less than the delay: of what is not kept, some may have been deleted a moment ago.
        var kept = keepDeleted.compareTo(DELAY) < 0 ? DELAY : keepDeleted;
        while (awaitWork()) {
            sweepAll(take(), kept);
        }
    }

    /// Waits until there is an account to look at.
    ///
    /// @return false when the store closes
    private boolean awaitWork() {
        lock.lock();
        try {
            while (!closed) {
                var now = clock.instant();
                awake = now.plus(AGAIN);
                for (var when : looks.values()) {
                    awake = when.isBefore(awake) ? when : awake;
                }
                if (!awake.isAfter(now)) {
                    return true;
                }
                wanted.awaitNanos(Duration.between(now, awake).toNanos());
            }
            return false;
        } catch (InterruptedException _) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private List<AccountId> take() {
        lock.lock();
        try {
            var now = clock.instant();
            var taken = looks.entrySet().stream()
                    .filter(look -> !look.getValue().isAfter(now))
                    .map(Map.Entry::getKey)
                    .toList();
            taken.forEach(looks::remove);
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Waits, unless the store closes.
    ///
    /// @return whether it does
    private boolean closedAfter(long nanos) {
        lock.lock();
        try {
            for (long left = nanos; !closed && left > 0; ) {
                left = wanted.awaitNanos(left);
            }
            return closed;
        } catch (InterruptedException _) {
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Sweeps what is due now, with no further delay.
    void sweepAll(Collection<AccountId> swept) {
        sweepAll(swept, keepDeleted);
    }

    /// Sweeps these, the accounts on which they leave something to sweep, and what is left of removed ones.
    private void sweepAll(Collection<AccountId> swept, Duration kept) {
        sweeping.lock();
        try {
            var until = clock.instant().minus(kept);
            var homes = new HashSet<AccountId>();
            for (var account : swept) {
                if (closedAfter(0)) {
                    return;
                }
                guarded(account, () -> sweepDeleted(account, until, homes));
                guarded(account, () -> logTrim.trim(account, () -> closedAfter(0)));
                guarded(account, () -> lookAt(account, next(account, kept)));
            }
            var removed = removedAccounts();
            for (var account : removed) {
                guarded(account, () -> purge(account, homes));
            }
            homes.addAll(swept);
            homes.addAll(removed);
            for (var home : homes) {
                guarded(home, () -> sweepBlobs(home));
            }
            removed.forEach(account -> guarded(account, () -> forget(account)));
            if (gone >= RECLAIM) {
                gone = 0;
                engine.reclaim();
            }
        } finally {
            sweeping.unlock();
        }
    }

    /// Runs while nothing is swept.
    void paused(Runnable work) {
        sweeping.lock();
        try {
            work.run();
        } finally {
            sweeping.unlock();
        }
    }

    private void guarded(AccountId account, Runnable sweep) {
        try {
            sweep.run();
        } catch (Refused e) {
            // Removed meanwhile, or out of space: the marks stay for the next time.
            lookAt(account, clock.instant().plus(AGAIN));
            log.atInfo()
                    .addKeyValue("account", account.value())
                    .addKeyValue("why", e.why())
                    .log("not swept");
        } catch (RuntimeException e) {
            log.atError().addKeyValue("account", account.value()).setCause(e).log("sweeping failed");
        }
    }

    // ---- what was deleted long enough ago

    /// Page by page, and between them as long a pause as a page took, so that half of the account's lock and of the
    /// disk stays for those who use them.
    private void sweepDeleted(AccountId account, Instant until, Set<AccountId> homes) {
        var first = firstDeletion(account);
        if (first.isEmpty() || first.get().isAfter(until)) {
            return;
        }
        var writer = accounts.acquire(account);
        try {
            var more = new boolean[] {true};
            // Each page begins behind the last one: from the front it would pass over all that is deleted already.
            var rest = new Range[] {Deletion.until(until)};
            for (long pause = 0; more[0] && !closedAfter(pause); ) {
                long start = System.nanoTime();
                writer.commitQuietly(_ -> {
                    var page = engine.page(writer.scope(), Table.ACCOUNT, rest[0], PAGE);
                    more[0] = page.more();
                    rest[0] = behind(rest[0], page);
                    gone += page.entries().size();
                    var due = page.entries().stream().map(row -> Deletion.of(row.key()));
                    var disposal = new Disposal(engine, account).of(due.toList());
                    homes.addAll(disposal.homes());
                    return disposal.build();
                });
                pause = System.nanoTime() - start;
            }
        } finally {
            accounts.release(account);
        }
    }

    /// When something will be due; at the latest in a day, for the log's sake.
    private Instant next(AccountId account, Duration kept) {
        var tomorrow = clock.instant().plus(Duration.ofDays(1));
        return firstDeletion(account)
                .map(first -> first.plus(kept))
                .filter(due -> due.isBefore(tomorrow))
                .orElse(tomorrow);
    }

    private Optional<Instant> firstDeletion(AccountId account) {
        var all = Range.prefix(Keys.deletions());
        return engine.page(Scope.account(account.value()), Table.ACCOUNT, all, 1).entries().stream()
                .findFirst()
                .map(row -> Deletion.of(row.key()).at());
    }

    // ---- blobs without a message, uploads without an end

    private void sweepBlobs(AccountId home) {
        var scope = Scope.account(home.value());
        var rest = Range.prefix(Keys.lostBlobs());
        for (boolean more = true; more; ) {
            var page = engine.page(scope, Table.ACCOUNT, rest, PAGE);
            var batch = Batch.in(scope);
            page.entries().forEach(row -> sweepBlob(scope, row, batch));
            if (!batch.isEmpty()) {
                commit(batch.build());
            }
            more = page.more() && !closedAfter(0);
            rest = behind(rest, page);
        }
        engine.scan(scope, Table.ACCOUNT, Range.prefix(Keys.uploads()), row -> {
            long blobId = Keys.behindKind(row.key()).u64();
            // An upload's row goes in the commit that keeps the blob, and only then it stops arriving: so look in
            // this order.
            if (!accounts.isArriving(home, blobId)
                    && engine.get(scope, Table.ACCOUNT, row.key()).isPresent()) {
                commit(Batch.in(scope)
                        .deletePrefix(Table.CHUNK, Keys.chunks(blobId))
                        .delete(Table.ACCOUNT, row.key())
                        .build());
            }
            return true;
        });
    }

    private static Range behind(Range range, Engine.Page page) {
        return page.entries().isEmpty()
                ? range
                : range.after(page.entries().getLast().key());
    }

    private void sweepBlob(Scope home, Engine.Entry lost, Batch.Builder batch) {
        long blobId = Keys.behindKind(lost.key()).u64();
        if (!engine.any(home, Table.ACCOUNT, Keys.blobRefs(blobId))) {
            for (int number = 0; number < chunks(lost.value()); number++) {
                batch.delete(Table.CHUNK, Keys.chunk(blobId, number));
                gone++;
            }
        }
        batch.delete(Table.ACCOUNT, lost.key());
    }

    /// @throws BytesReader.Malformed the row is damaged
    static int chunks(byte[] lostBlob) {
        var in = new BytesReader(lostBlob);
        in.version(Disposal.VERSION);
        return Math.toIntExact(in.varint());
    }

    // ---- removed accounts

    /// The account is in the directory no more.
    void purge(AccountId account) {
        soon(account);
    }

    private List<AccountId> removedAccounts() {
        return engine.all(Scope.DIRECTORY, Table.DIRECTORY, Range.prefix(Keys.removedAccounts())).stream()
                .map(row -> new AccountId((int) Keys.behindKind(row.key()).u32()))
                .toList();
    }

    /// Deletes an account's rows but for the blobs that others' messages lie in.
    private void purge(AccountId account, Set<AccountId> homes) {
        var scope = Scope.account(account.value());
        Sharing.owners(engine, account).forEach(owner -> guarded(owner, () -> unshare(account, owner)));
        var rest = Range.prefix(Keys.everything());
        for (boolean more = true; more; ) {
            var page = engine.page(scope, Table.MESSAGE, rest, PAGE);
            var disposal = new Disposal(engine, account);
            page.entries().forEach(disposal::ofMessage);
            homes.addAll(disposal.homes());
            engine.commit(disposal.build(), List.of(), () -> {}).await();
            more = page.more() && !closedAfter(0);
            rest = behind(rest, page);
        }
        var batch = Batch.in(scope);
        for (byte[] kind : List.of(
                Keys.account(),
                Keys.mailboxes(),
                Keys.subscriptions(),
                Keys.placements(),
                Keys.places(),
                Keys.logEntries(),
                Keys.snapshots(),
                Keys.acls(),
                Keys.annotations(),
                Keys.deletions(),
                Keys.deletedMailboxes(),
                Keys.threads())) {
            batch.deletePrefix(Table.ACCOUNT, kind);
        }
        engine.commit(List.of(batch.build(), unshared(account)), List.of(), () -> {})
                .await();
    }

    /// Takes the account out of what another one shares.
    private void unshare(AccountId account, AccountId owner) {
        if (owner.equals(account)) {
            return;
        }
        AccountWriter writer;
        try {
            writer = accounts.acquire(owner);
        } catch (Refused gone) {
            return; // removed too, with all that it shared
        }
        try {
            new Sharing(writer, owner).forget(account);
        } finally {
            accounts.release(owner);
        }
    }

    /// What the directory knows of what the account shared.
    private Batch unshared(AccountId account) {
        var shares = Batch.in(Scope.DIRECTORY);
        engine.scan(Scope.DIRECTORY, Table.DIRECTORY, Range.prefix(Keys.shares()), row -> {
            var key = Keys.behindKind(row.key());
            key.u32();
            if (key.u32() == account.value()) {
                shares.delete(Table.DIRECTORY, row.key());
            }
            return true;
        });
        return shares.build();
    }

    /// Ends the account when nothing of it is left and nothing can come.
    private void forget(AccountId account) {
        var scope = Scope.account(account.value());
        boolean lends = engine.any(scope, Table.ACCOUNT, Keys.blobRefs())
                || engine.any(scope, Table.ACCOUNT, Keys.lostBlobs())
                || engine.any(scope, Table.ACCOUNT, Keys.uploads());
        if (!lends && !accounts.isInUse(account)) {
            engine.commit(
                            List.of(
                                    Batch.in(scope)
                                            .delete(Table.ACCOUNT, Keys.blobIds())
                                            .build(),
                                    Batch.in(Scope.DIRECTORY)
                                            .delete(Table.DIRECTORY, Keys.removedAccount(account.value()))
                                            .build()),
                            List.of(),
                            () -> {})
                    .await();
            lookNoMore(account);
        }
    }

    private void commit(Batch batch) {
        engine.commit(List.of(batch), List.of(), () -> {}).await();
    }
}
