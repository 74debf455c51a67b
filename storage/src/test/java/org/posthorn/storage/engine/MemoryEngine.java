package org.posthorn.storage.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.posthorn.storage.Backup;
import org.posthorn.storage.BackupFailed;
import org.posthorn.storage.MemoryUse;
import org.posthorn.storage.Refused;

/// The engine on a [FaultyDisk]: what it holds is what replaying the disk gives.
public final class MemoryEngine implements Engine {
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Map<Table, TreeMap<byte[], byte[]>> tables = new EnumMap<>(Table.class);
    private final Recovery recovery;
    private final Committer committer;

    public MemoryEngine(FaultyDisk disk) {
        for (Table table : Table.values()) {
            tables.put(table, new TreeMap<>(Arrays::compareUnsigned));
        }
        disk.written().forEach(this::apply);
        this.recovery = new Recovery(() -> reopen(disk), PAUSE);
        this.committer = new Committer(
                (batches, sync) -> {
                    disk.write(batches, sync);
                    apply(batches);
                },
                recovery);
    }

    private synchronized void reopen(FaultyDisk disk) throws IOException {
        disk.probe();
        tables.values().forEach(TreeMap::clear);
        disk.written().forEach(this::apply);
    }

    synchronized int count(Table table) {
        return tables.get(table).size();
    }

    @Override
    public synchronized Optional<byte[]> get(Scope scope, Table table, byte[] key) {
        return Optional.ofNullable(tables.get(table).get(whole(scope, key)));
    }

    @Override
    public synchronized List<Optional<byte[]>> multiGet(Scope scope, Table table, List<byte[]> keys) {
        return keys.stream().map(key -> get(scope, table, key)).toList();
    }

    @Override
    public synchronized Page page(Scope scope, Table table, Range range, int limit) {
        return first(within(scope, table, range), scope, limit);
    }

    @Override
    public synchronized Page lastPage(Scope scope, Table table, Range range, int limit) {
        return first(within(scope, table, range).descendingMap(), scope, limit);
    }

    private NavigableMap<byte[], byte[]> within(Scope scope, Table table, Range range) {
        byte[] end = range.to().length == 0 ? Range.successor(scope.prefix()) : whole(scope, range.to());
        byte[] from = whole(scope, range.from());
        var rows = tables.get(table);
        if (end.length == 0) {
            return rows.tailMap(from, true);
        }
        return Arrays.compareUnsigned(from, end) < 0 ? rows.subMap(from, true, end, false) : new TreeMap<>();
    }

    private static Page first(NavigableMap<byte[], byte[]> rows, Scope scope, int limit) {
        int prefix = scope.prefix().length;
        var entries = rows.entrySet().stream()
                .limit(limit + 1L)
                .map(row -> new Entry(Arrays.copyOfRange(row.getKey(), prefix, row.getKey().length), row.getValue()))
                .toList();
        return entries.size() > limit ? new Page(entries.subList(0, limit), true) : new Page(entries, false);
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

    /// Returns when commits are taken.
    public void awaitRecovery() {
        while (true) {
            try {
                commit(List.of(Batch.in(Scope.DIRECTORY).build()), List.of(), () -> {})
                        .await();
                return;
            } catch (Refused _) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public MemoryUse memory() {
        return new MemoryUse(0, 0);
    }

    @Override
    public Backup backup(Path folder, int format, int keep) throws BackupFailed {
        throw new BackupFailed("what is in memory has no files to copy", null);
    }

    @Override
    public CompletableFuture<Void> reclaim() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        committer.close();
        recovery.close();
    }

    private synchronized void apply(List<Batch> batches) {
        batches.forEach(batch -> batch.replay(new Batch.Operations<RuntimeException>() {
            @Override
            public void put(Table table, byte[] key, byte[] value) {
                tables.get(table).put(key, value);
            }

            @Override
            public void delete(Table table, byte[] key) {
                tables.get(table).remove(key);
            }

            @Override
            public void deletePrefix(Table table, byte[] prefix) {
                tables.get(table)
                        .subMap(prefix, true, Range.successor(prefix), false)
                        .clear();
            }
        }));
    }

    private static byte[] whole(Scope scope, byte[] key) {
        return new BytesWriter(32).raw(scope.prefix()).raw(key).toBytes();
    }
}
