package org.posthorn.storage.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.posthorn.storage.Backup;
import org.posthorn.storage.BackupFailed;

/// The engine on a [FaultyDisk]: what it holds is what replaying the disk gives.
public final class MemoryEngine implements Engine {
    private final Map<Table, TreeMap<byte[], byte[]>> tables = new EnumMap<>(Table.class);
    private final Committer committer;

    public MemoryEngine(FaultyDisk disk) {
        for (Table table : Table.values()) {
            tables.put(table, new TreeMap<>(Arrays::compareUnsigned));
        }
        disk.written().forEach(this::apply);
        this.committer = new Committer((batches, sync) -> {
            disk.write(batches, sync);
            apply(batches);
        });
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
        byte[] end = range.to().length == 0 ? Range.successor(scope.prefix()) : whole(scope, range.to());
        var rows = tables.get(table).tailMap(whole(scope, range.from()), true);
        var entries = new ArrayList<Entry>();
        for (var row : rows.entrySet()) {
            if (end.length > 0 && Arrays.compareUnsigned(row.getKey(), end) >= 0) {
                break;
            }
            if (entries.size() == limit) {
                return new Page(entries, true);
            }
            byte[] key = Arrays.copyOfRange(row.getKey(), scope.prefix().length, row.getKey().length);
            entries.add(new Entry(key, row.getValue()));
        }
        return new Page(entries, false);
    }

    @Override
    public Ticket commit(List<Batch> batches, List<Ticket> builtOn, Runnable published) {
        return committer.submit(batches, true, builtOn, published);
    }

    @Override
    public Ticket commitUnsynced(Batch batch) {
        return committer.submit(List.of(batch), false, List.of(), () -> {});
    }

    @Override
    public Backup backup(Path folder, int format, int keep) throws BackupFailed {
        throw new BackupFailed("what is in memory has no files to copy", null);
    }

    @Override
    public void close() {
        committer.close();
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
