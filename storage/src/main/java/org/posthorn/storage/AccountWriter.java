package org.posthorn.storage;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.posthorn.storage.directory.QuotaLimits;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Ticket;

/// One account in memory: the state that readers see, and the single road on which it changes.
///
/// **Idea.** There are two states. *Published* is what the disk holds; readers take it without a lock. *Head* is
/// published plus the commits on their way to the disk; only a writer sees it, under the account's lock. A change
/// drafts its rows against the head, hands them to the committer, makes the result the new head, lets the lock go,
/// and only then waits for the disk. So changes of one mailbox share syncs, and yet each is built on the one before.
///
/// **Invariants.**
///
/// 1. A head is the head before plus one commit, submitted under the lock: the committer's order is the account's.
/// 2. Published is set by the committer after the sync, in that order. No one is told a UID, a flag or a MODSEQ that a
///    crash could take back (P1, P3).
/// 3. When a commit fails, those behind it that were built on it fail too (the engine's promise), and by the time the
///    last of them has failed published is what the disk holds. The next writer finds the last ticket failed and
///    starts over from published.
/// 4. A change that needs rows (copying, expunging) waits until nothing is on its way, since rows show only what is
///    committed. Appending and storing flags need none and never wait.
///
/// 5. After the disk failed, [#reload()] starts over from the disk before any commit is taken. What it finds
///    is published or newer: a commit of which it is not known whether it failed (the engine's promise).
///
/// The committer takes no account's lock, so a writer may wait for the committer's queue while it holds its own.
final class AccountWriter {
    private final AccountId id;
    private final Engine engine;
    private final Clock clock;
    private final Supplier<QuotaLimits> limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Watches watches = new Watches();
    private final BlobIds blobIds;
    private final ModSeqIndex modSeqs;
    private final Threads threads;
    private volatile AccountState published;
    private volatile Weighed weighed;
    private volatile boolean removed;
    private AccountState head;
    private Ticket last = Ticket.KEPT;

    AccountWriter(AccountId id, Engine engine, Clock clock, Supplier<QuotaLimits> limits, AccountState loaded) {
        this.id = id;
        this.engine = engine;
        this.clock = clock;
        this.limits = limits;
        this.published = loaded;
        this.weighed = new Weighed(loaded, loaded.weight());
        this.head = loaded;
        this.blobIds = new BlobIds(engine, Scope.account(id.value()));
        this.modSeqs = new ModSeqIndex(engine, Scope.account(id.value()));
        this.threads = new Threads(engine, Scope.account(id.value()));
    }

    AccountId id() {
        return id;
    }

    Scope scope() {
        return Scope.account(id.value());
    }

    Watches watches() {
        return watches;
    }

    BlobIds blobIds() {
        return blobIds;
    }

    /// Of the messages' flags, as far as anyone asked.
    ModSeqIndex modSeqs() {
        return modSeqs;
    }

    /// As they are now.
    QuotaLimits limits() {
        return limits.get();
    }

    /// As of the last durable commit.
    ///
    /// @throws Refused NOT_FOUND when the account was removed
    AccountState published() {
        if (removed) {
            throw new Refused(Refused.Why.NOT_FOUND, "no such account");
        }
        return published;
    }

    /// A change that needs no rows.
    <T> T change(Function<Draft, T> change) {
        return change(change, List.of());
    }

    /// A change that needs no rows, built on other commits too.
    <T> T change(Function<Draft, T> change, List<Ticket> builtOn) {
        lock.lock();
        Submitted<T> submitted;
        try {
            submitted = draftAndSubmit(change, builtOn);
        } finally {
            lock.unlock();
        }
        submitted.ticket().await();
        return submitted.result();
    }

    /// A change that reads rows: nothing is on its way while it is drafted.
    <T> T changeOfRows(Function<Draft, T> change) {
        return changeOfRows(change, List.of());
    }

    /// A change that reads rows, built on other commits too.
    <T> T changeOfRows(Function<Draft, T> change, List<Ticket> builtOn) {
        lock.lock();
        Submitted<T> submitted;
        try {
            settle();
            submitted = draftAndSubmit(change, builtOn);
        } finally {
            lock.unlock();
        }
        submitted.ticket().await();
        return submitted.result();
    }

    private record Submitted<T>(T result, Ticket ticket) {}

    private <T> Submitted<T> draftAndSubmit(Function<Draft, T> change, List<Ticket> builtOn) {
        var draft = draft();
        T result = change.apply(draft);
        draft.requireWithin(limits());
        if (draft.isEmpty()) {
            // Nothing to do because of what may still be on its way: that is what the caller waits for.
            return new Submitted<>(result, last);
        }
        var finished = draft.finish();
        var needed = new ArrayList<>(builtOn);
        needed.add(last);
        var ticket = engine.commit(finished.batches(), needed, publication(finished));
        submitted(finished, ticket);
        return new Submitted<>(result, ticket);
    }

    // ---- commits of several accounts: lock all in the order of their ids, draft, commit, tell each, unlock all

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /// Under the lock: a draft on the newest state.
    Draft draft() {
        if (last.hasFailed()) {
            head = published;
            last = Ticket.KEPT;
        }
        if (!last.isPending()) {
            threads.settled();
        }
        published(); // not removed
        return new Draft(id, head, clock.instant(), threads.stage());
    }

    /// Under the lock: the commit that the next one is built on.
    Ticket last() {
        return last;
    }

    /// Just before the commit is submitted: what runs when it is durable, on the committer's thread.
    Runnable publication(Draft.Finished finished) {
        finished.threads().ifPresent(Threads.Staged::coming);
        return () -> {
            published = finished.state();
            finished.threads().ifPresent(Threads.Staged::published);
            watches.tell(finished.touched());
        };
    }

    /// Under the lock: the draft is on its way.
    void submitted(Draft.Finished finished, Ticket ticket) {
        head = finished.state();
        last = ticket;
    }

    /// Under the lock: waits until nothing is on its way.
    void settle() {
        if (last.isPending()) {
            try {
                last.await();
            } catch (Refused _) {
                // Its own writer is told; this one starts over from what is published.
                head = published;
            }
        }
    }

    /// Runs with nothing on its way and no writer at work; for what reads many rows that belong together.
    <T> T quietly(Function<AccountState, T> reading) {
        lock.lock();
        try {
            settle();
            return reading.apply(published);
        } finally {
            lock.unlock();
        }
    }

    /// Commits rows that change no state, with nothing on its way: the sweeper's.
    void commitQuietly(Function<AccountState, List<Batch>> rows) {
        quietly(state -> {
            var batches = rows.apply(state);
            if (!batches.isEmpty()) {
                engine.commit(batches, List.of(), () -> {}).await();
            }
            return batches.size();
        });
    }

    /// Runs with nothing on its way; what it commits is seen as any change is.
    void mend(Function<AccountState, Optional<Draft.Finished>> repair) {
        quietly(state -> {
            var mended = repair.apply(state);
            mended.ifPresent(finished -> {
                var ticket = engine.commit(finished.batches(), List.of(), publication(finished));
                submitted(finished, ticket);
                ticket.await();
            });
            return mended;
        });
    }

    /// Writes snapshots, so that the next opening has nothing to replay.
    void snapshot() {
        rewrite(state -> {
            var counters = state.counters();
            return counters.modSeq() == counters.snapshotModSeq()
                    ? Optional.empty()
                    : Optional.of(Draft.snapshot(id, state));
        });
    }

    /// Forgets the oldest entries of the log, so many octets. What readers need of them is in other rows by now.
    ///
    /// @param horizon up to this modSeq, which is not beyond the last snapshot's
    void trimLog(long horizon, long octets) {
        rewrite(state -> Optional.of(Draft.trimmed(id, state, horizon, octets)));
    }

    /// Commits rows that mean the same as those before, with nothing on its way.
    private void rewrite(Function<AccountState, Optional<Draft.Finished>> rows) {
        lock.lock();
        try {
            settle();
            if (removed) {
                return;
            }
            rows.apply(published).ifPresent(finished -> {
                var ticket = engine.commit(finished.batches(), List.of(), publication(finished));
                submitted(finished, ticket);
                ticket.await();
            });
        } finally {
            lock.unlock();
        }
    }

    /// After the disk failed: takes what is there, which may hold a change that its writer was told had failed, whole.
    /// No commit is taken meanwhile, so nothing is on its way but what will fail.
    void reload() {
        lock.lock();
        try {
            var loaded = new AccountLoader(engine, id).load().orElseThrow(Accounts::noSuchAccount);
            published = loaded;
            head = loaded;
            last = Ticket.KEPT;
            blobIds.afterRecovery();
        } finally {
            lock.unlock();
        }
        watches.tellAll();
    }

    /// About how many octets the account takes in memory. Weighed once for each published state.
    long weight() {
        var state = published;
        var known = weighed;
        if (known.state() != state) {
            known = new Weighed(state, state.weight());
            weighed = known;
        }
        return known.octets() + modSeqs.weight();
    }

    private record Weighed(AccountState state, long octets) {}

    boolean isRemoved() {
        return removed;
    }

    /// No change and no reading from now on: the account is gone.
    void remove() {
        lock.lock();
        try {
            settle();
            removed = true;
        } finally {
            lock.unlock();
        }
        watches.tellAll();
    }
}
