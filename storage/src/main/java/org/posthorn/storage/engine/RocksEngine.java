package org.posthorn.storage.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.posthorn.storage.Backup;
import org.posthorn.storage.BackupFailed;
import org.posthorn.storage.MemoryUse;
import org.posthorn.storage.Refused;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine on one RocksDB: a column family for each table, one write-ahead log, writes by the [Committer].
///
/// Reads inside RocksDB pin the carrier of a virtual thread. Single small rows are read where the caller stands: they
/// are in memory nearly always. Chunks, ranges and many keys at once go to a few platform threads; each caller waits
/// for its own read, so what is queued for them is bounded by the number of callers.
///
/// After a failed write RocksDB takes no more: [Recovery] opens it anew when the disk can be written, and until then
/// reads go on, on what was committed.
public final class RocksEngine implements Engine {
    private static final Logger log = LoggerFactory.getLogger(RocksEngine.class);

    private static final int READERS = 4;
    /// Up to so many keys are read where the caller stands.
    private static final int FEW = 4;
    private static final int PAGE_BYTES = 1 << 20;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final RocksDatabase database;
    private final ExecutorService readers = Executors.newFixedThreadPool(
            READERS, Thread.ofPlatform().daemon().name("store-read-", 1).factory());
    private final ExecutorService backups = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("store-backup").factory());
    private final ExecutorService reclaims = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("store-reclaim").factory());
    private final Reclamation reclamation;
    private Optional<CompletableFuture<Void>> nextReclaim = Optional.empty();
    private final Recovery recovery;
    private final Committer committer;
    private final StoreMemory memory;

    /// @throws IOException the folder is not a database, or damaged, or of another version of RocksDB
    public RocksEngine(Path folder, StoreMemory memory) throws IOException {
        this(folder, memory, UnaryOperator.identity(), PAUSE);
    }

    /// @param log stands before the real one, and may fail
    RocksEngine(Path folder, StoreMemory memory, UnaryOperator<Committer.Log> log, Duration pause) throws IOException {
        this.memory = memory;
        try {
            database = new RocksDatabase(folder, memory);
        } catch (RocksDBException e) {
            String code = e.getStatus() == null ? "" : e.getStatus().getCodeString() + ": ";
            throw new IOException(code + e.getMessage() + "; " + folder.resolve("LOG") + " may say more", e);
        }
        reclamation = new Reclamation();
        recovery = new Recovery(database::reopen, pause);
        committer = new Committer(log.apply(this::write), recovery);
    }

    @Override
    public Optional<byte[]> get(Scope scope, Table table, byte[] key) {
        return table == Table.CHUNK
                ? waiting(files -> read(files, scope, table, key))
                : run(files -> read(files, scope, table, key));
    }

    @Override
    public List<Optional<byte[]>> multiGet(Scope scope, Table table, List<byte[]> keys) {
        if (keys.isEmpty()) {
            return List.of(); // RocksDB asserts that there are some
        }
        RocksDatabase.Use<List<Optional<byte[]>>> read = files -> readAll(files, scope, table, keys);
        return keys.size() <= FEW && table != Table.CHUNK ? run(read) : waiting(read);
    }

    @Override
    public Page page(Scope scope, Table table, Range range, int limit) {
        return waiting(files -> readPage(files, scope, table, range, limit));
    }

    @Override
    public Page lastPage(Scope scope, Table table, Range range, int limit) {
        return waiting(files -> readLastPage(files, scope, table, range, limit));
    }

    @Override
    public Ticket commit(List<Batch> batches, List<Ticket> builtOn, Runnable published) {
        return committer.submit(batches, true, builtOn, published);
    }

    @Override
    public Ticket commitUnsynced(Batch batch, List<Ticket> builtOn) {
        return committer.submit(List.of(batch), false, builtOn, () -> {});
    }

    @Override
    public void afterRecovery(Runnable reload) {
        recovery.afterReopening(reload);
    }

    @Override
    public MemoryUse memory() {
        return new MemoryUse(run(RocksFiles::memoryUsed), memory.octets());
    }

    @Override
    public Backup backup(Path folder, int format, int keep) throws BackupFailed {
        try {
            return join(backups.submit(() -> {
                try (var backups = BackupFolder.openOrMake(folder)) {
                    return database.<Backup, BackupFailed>lasting(files -> backups.make(files.db(), format, keep));
                }
            }));
        } catch (CompletionException e) {
            if (e.getCause() instanceof BackupFailed failed) {
                throw failed;
            }
            throw e;
        }
    }

    @Override
    public synchronized CompletableFuture<Void> reclaim() {
        // One that runs may be past what was deleted since: the next one is for all who ask meanwhile.
        if (nextReclaim.isEmpty()) {
            nextReclaim = Optional.of(CompletableFuture.runAsync(this::reclaimNow, reclaims));
        }
        return nextReclaim.get();
    }

    private void reclaimNow() {
        synchronized (this) {
            nextReclaim = Optional.empty();
        }
        try {
            database.<Boolean, RocksDBException>lasting(files -> {
                reclamation.run(files);
                return true;
            });
        } catch (RocksDBException e) {
            log.atWarn().addKeyValue("why", e.getMessage()).log("giving disk space back was broken off");
        }
    }

    @Override
    public void close() {
        reclamation.cancel();
        reclaims.close();
        reclamation.close();
        backups.close();
        committer.close();
        recovery.close();
        readers.close();
        database.close();
    }

    private void write(List<Batch> batches, boolean sync) throws RocksDBException {
        database.use(files -> {
            write(files, batches, sync);
            return sync;
        });
    }

    private static void write(RocksFiles files, List<Batch> batches, boolean sync) throws RocksDBException {
        int size = batches.stream().mapToInt(Batch::size).sum();
        // Room for all of it at once: a large one that doubled as it grew would need three times its size.
        try (var write = new WriteBatch(size + size / 16)) {
            for (Batch batch : batches) {
                batch.replay(new Writer(files, write));
            }
            files.db().write(files.writeOptions(sync), write);
        } catch (RocksDBException e) {
            if (outOfSpace(e)) {
                throw new Refused(Refused.Why.DISK_FULL, "the server is out of space");
            }
            throw e;
        }
    }

    private static boolean outOfSpace(RocksDBException e) {
        return e.getStatus() != null && e.getStatus().getSubCode() == Status.SubCode.NoSpace;
    }

    private record Writer(RocksFiles files, WriteBatch write) implements Batch.Operations<RocksDBException> {

        @Override
        public void put(Table table, byte[] key, byte[] value) throws RocksDBException {
            write.put(files.family(table), key, value);
        }

        @Override
        public void delete(Table table, byte[] key) throws RocksDBException {
            write.delete(files.family(table), key);
        }

        @Override
        public void deletePrefix(Table table, byte[] prefix) throws RocksDBException {
            write.deleteRange(files.family(table), prefix, Range.successor(prefix));
        }
    }

    private static Optional<byte[]> read(RocksFiles files, Scope scope, Table table, byte[] key)
            throws RocksDBException {
        return Optional.ofNullable(files.db().get(files.family(table), whole(scope, key)));
    }

    private static List<Optional<byte[]>> readAll(RocksFiles files, Scope scope, Table table, List<byte[]> keys)
            throws RocksDBException {
        var whole = keys.stream().map(key -> whole(scope, key)).toList();
        var values = files.db().multiGetAsList(Collections.nCopies(whole.size(), files.family(table)), whole);
        var rows = new ArrayList<Optional<byte[]>>(values.size());
        for (int i = 0; i < values.size(); i++) {
            // What can't be read comes as if it were not there: only a read of its own tells the two apart.
            rows.add(values.get(i) == null ? read(files, scope, table, keys.get(i)) : Optional.of(values.get(i)));
        }
        return rows;
    }

    private static Page readPage(RocksFiles files, Scope scope, Table table, Range range, int limit)
            throws RocksDBException {
        byte[] end = end(scope, range);
        try (var slice = new Slice(end);
                var options = new ReadOptions()) {
            if (end.length > 0) {
                options.setIterateUpperBound(slice);
            }
            try (var rows = files.db().newIterator(files.family(table), options)) {
                rows.seek(whole(scope, range.from()));
                return collect(rows, RocksIterator::next, scope, limit);
            }
        }
    }

    private static Page readLastPage(RocksFiles files, Scope scope, Table table, Range range, int limit)
            throws RocksDBException {
        byte[] end = end(scope, range);
        try (var last = new Slice(end);
                var first = new Slice(whole(scope, range.from()));
                var options = new ReadOptions().setIterateLowerBound(first)) {
            if (end.length > 0) {
                options.setIterateUpperBound(last);
            }
            try (var rows = files.db().newIterator(files.family(table), options)) {
                rows.seekToLast();
                return collect(rows, RocksIterator::prev, scope, limit);
            }
        }
    }

    private static Page collect(RocksIterator rows, Consumer<RocksIterator> step, Scope scope, int limit)
            throws RocksDBException {
        int prefix = scope.prefix().length;
        var entries = new ArrayList<Entry>();
        for (int bytes = 0; rows.isValid(); step.accept(rows)) {
            if (entries.size() == limit || bytes > PAGE_BYTES) {
                return new Page(entries, true);
            }
            byte[] key = rows.key();
            byte[] value = rows.value();
            bytes += key.length + value.length;
            entries.add(new Entry(Arrays.copyOfRange(key, prefix, key.length), value));
        }
        rows.status();
        return new Page(entries, false);
    }

    private static byte[] end(Scope scope, Range range) {
        return range.to().length == 0 ? Range.successor(scope.prefix()) : whole(scope, range.to());
    }

    private static byte[] whole(Scope scope, byte[] key) {
        byte[] prefix = scope.prefix();
        byte[] whole = Arrays.copyOf(prefix, prefix.length + key.length);
        System.arraycopy(key, 0, whole, prefix.length, key.length);
        return whole;
    }

    /// A file that is not what was written, or not there.
    private static boolean isDamage(Status status) {
        return status != null
                && (status.getCode() == Status.Code.Corruption
                        || status.getCode() == Status.Code.IOError
                                && String.valueOf(status.getState()).contains("No such file"));
    }

    private <T> T run(RocksDatabase.Use<T> read) {
        try {
            return database.use(read);
        } catch (RocksDBException e) {
            if (isDamage(e.getStatus())) {
                throw new Refused(Refused.Why.DAMAGED, "the stored data is damaged", e.getMessage());
            }
            throw new UncheckedIOException(new IOException(e.getMessage(), e));
        }
    }

    /// Runs a read that may wait for the disk: not on a virtual thread.
    private <T> T waiting(RocksDatabase.Use<T> read) {
        if (!Thread.currentThread().isVirtual()) {
            return run(read);
        }
        Future<T> result = readers.submit(() -> run(read));
        return join(result);
    }

    private static <T> T join(Future<T> result) {
        boolean interrupted = false;
        while (true) {
            try {
                T value = result.get();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return value;
            } catch (InterruptedException _) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
            }
        }
    }
}
