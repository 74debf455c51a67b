package org.posthorn.storage;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.posthorn.storage.blob.BlobReader;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.message.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes what nobody refers to any more, some time after it became so: messages without a place, blobs without a
/// message, chunks of uploads that were never finished, and what is left of removed accounts.
///
/// Commits that may have made garbage leave a candidate row (`G`, `D`, `U` of [Keys]); what is behind a candidate is
/// deleted together with it, after looking whether it is garbage indeed. So a crash at any point loses no mail and
/// leaves no garbage without a candidate.
///
/// Why looking is enough: places of a message are made under its account's lock, which is held here. References to a
/// blob are made in one commit, when it is delivered, and never later; only this one thread takes them away.
///
/// The delay lets sessions that have not been told of an expunge yet go on reading the message (RFC 9051 §7.5.1).
final class Sweeper implements AutoCloseable {
    private static final Duration DELAY = Duration.ofSeconds(10);
    private static final int PAGE = 256;
    private static final int VERSION = 1;

    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

    private final Engine engine;
    private final Accounts accounts;
    private final LogTrim logTrim;
    private final Thread thread = Thread.ofPlatform().name("sweeper").daemon().unstarted(this::run);
    /// One sweep at a time, whoever asked for it.
    private final ReentrantLock sweeping = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final Set<AccountId> waiting = new LinkedHashSet<>();
    private boolean closed;

    Sweeper(Engine engine, Accounts accounts, LogTrim logTrim) {
        this.engine = engine;
        this.accounts = accounts;
        this.logTrim = logTrim;
    }

    /// Starts with all accounts, for what was left when the store was last open.
    void start(Collection<AccountId> all) {
        waiting.addAll(all);
        thread.start();
    }

    /// The account may have garbage.
    void soon(AccountId account) {
        lock.lock();
        try {
            if (waiting.add(account)) {
                wanted.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wanted.signal();
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
        while (awaitWork()) {
            sweepAll(take());
        }
    }

    /// Waits for candidates, and then a while for them to gather.
    ///
    /// @return false when the store closes
    private boolean awaitWork() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                wanted.awaitUninterruptibly();
            }
            long left = DELAY.toNanos();
            while (!closed && left > 0) {
                left = wanted.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException _) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private List<AccountId> take() {
        lock.lock();
        try {
            var taken = List.copyOf(waiting);
            waiting.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Sweeps these, the accounts on which they leave something to sweep, and what is left of removed ones.
    void sweepAll(Collection<AccountId> swept) {
        sweeping.lock();
        try {
            var homes = new HashSet<AccountId>();
            for (var account : swept) {
                if (isClosed()) {
                    return;
                }
                guarded(account, () -> sweepMessages(account, homes));
                guarded(account, () -> logTrim.trim(account));
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
        } finally {
            sweeping.unlock();
        }
    }

    private static void guarded(AccountId account, Runnable sweep) {
        try {
            sweep.run();
        } catch (Refused e) {
            // Removed meanwhile, or out of space: the candidates stay for the next time.
            log.atInfo()
                    .addKeyValue("account", account.value())
                    .addKeyValue("why", e.why())
                    .log("not swept");
        } catch (RuntimeException e) {
            log.atError().addKeyValue("account", account.value()).setCause(e).log("sweeping failed");
        }
    }

    // ---- messages without a place

    private void sweepMessages(AccountId account, Set<AccountId> homes) {
        if (!engine.any(Scope.account(account.value()), Table.ACCOUNT, Keys.garbage())) {
            return;
        }
        var writer = accounts.acquire(account);
        try {
            var more = new boolean[] {true};
            while (more[0]) {
                writer.commitQuietly(_ -> {
                    var page = engine.page(writer.scope(), Table.ACCOUNT, Range.prefix(Keys.garbage()), PAGE);
                    more[0] = page.more();
                    return sweepMessages(account, page.entries(), homes);
                });
            }
        } finally {
            accounts.release(account);
        }
    }

    private List<Batch> sweepMessages(AccountId account, List<Engine.Entry> candidates, Set<AccountId> homes) {
        var batches = new ScopedBatches();
        var scope = Scope.account(account.value());
        for (var candidate : candidates) {
            long messageId = Keys.behindKind(candidate.key()).u64();
            if (!engine.any(scope, Table.ACCOUNT, Keys.places(messageId))) {
                engine.get(scope, Table.MESSAGE, Keys.message(messageId))
                        .ifPresent(
                                row -> deleteMessage(account, StoredMessage.ofBytes(messageId, row), batches, homes));
            }
            batches.in(account).delete(Table.ACCOUNT, candidate.key());
        }
        return batches.build();
    }

    private static void deleteMessage(
            AccountId account, StoredMessage message, ScopedBatches batches, Set<AccountId> homes) {
        batches.in(account).delete(Table.MESSAGE, Keys.message(message.messageId()));
        if (message.blob().isNone()) {
            return;
        }
        var home = new AccountId(message.blob().home());
        long blobId = message.blob().blobId();
        byte[] chunks = new BytesWriter(8)
                .u8(VERSION)
                .varint(BlobReader.chunks(message.blobSize()))
                .toRow();
        batches.in(home)
                .delete(Table.ACCOUNT, Keys.blobRef(blobId, account.value(), message.messageId()))
                .put(Table.ACCOUNT, Keys.lostBlob(blobId), chunks);
        homes.add(home);
    }

    // ---- blobs without a message, uploads without an end

    private void sweepBlobs(AccountId home) {
        var scope = Scope.account(home.value());
        engine.scan(scope, Table.ACCOUNT, Range.prefix(Keys.lostBlobs()), row -> {
            long blobId = Keys.behindKind(row.key()).u64();
            var batch = Batch.in(scope);
            if (!engine.any(scope, Table.ACCOUNT, Keys.blobRefs(blobId))) {
                for (int number = 0; number < chunks(row.value()); number++) {
                    batch.delete(Table.CHUNK, Keys.chunk(blobId, number));
                }
            }
            commit(batch.delete(Table.ACCOUNT, row.key()).build());
            return true;
        });
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

    private static int chunks(byte[] lostBlob) {
        var in = new BytesReader(lostBlob);
        in.version(VERSION);
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
        engine.scan(scope, Table.MESSAGE, Range.prefix(Keys.everything()), row -> {
            var batches = new ScopedBatches();
            long messageId = new BytesReader(row.key()).u64();
            deleteMessage(account, StoredMessage.ofBytes(messageId, row.value()), batches, homes);
            engine.commit(batches.build(), List.of(), () -> {}).await();
            return true;
        });
        var batch = Batch.in(scope);
        for (byte[] kind : List.of(
                Keys.account(),
                Keys.mailboxes(),
                Keys.subscriptions(),
                Keys.placements(),
                Keys.places(),
                Keys.logEntries(),
                Keys.snapshots(),
                Keys.garbage())) {
            batch.deletePrefix(Table.ACCOUNT, kind);
        }
        commit(batch.build());
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
        }
    }

    private void commit(Batch batch) {
        engine.commit(List.of(batch), List.of(), () -> {}).await();
    }

    /// One batch for each scope that is touched.
    private static final class ScopedBatches {
        private final Map<AccountId, Batch.Builder> batches = new HashMap<>();

        Batch.Builder in(AccountId account) {
            return batches.computeIfAbsent(account, id -> Batch.in(Scope.account(id.value())));
        }

        List<Batch> build() {
            return batches.values().stream().map(Batch.Builder::build).toList();
        }
    }
}
