package org.posthorn.storage.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.BackgroundErrorReason;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/// The opened database with its column families and every native object that it lives on; closes them in order.
///
/// Memory off heap: one cache for all tables, as large as [StoreMemory] says, for blocks with their indexes
/// and for rows not yet in files. It is not a strict one: with that, reads would fail while the rows of a
/// very large commit lie in memory. Background threads: two, for flushing and compaction.
///
/// Rows are written to files when all tables together have too many of them; a table's own bound is beyond all that
/// the log can hold, so opening writes none, and needs no more than some small files' room where the disk was full.
///
/// Opening never drops what was acknowledged. A log that ends in the middle of a record is what a crash leaves, and is
/// taken up to there. A damaged record with others behind it is not: RocksDB's default would stop in front of it and
/// lose what is behind without a word, so here opening fails. And only a folder with nothing in it becomes a new
/// database: one that has lost its CURRENT file would be replaced by an empty one.
final class RocksFiles implements AutoCloseable {
    private static final long RECORD_BLOCK = 16 << 10;
    private static final long LOG_SIZE = 256 << 20;
    /// Compaction moves what is alive in the oldest blob files, this part of them, into new ones.
    static final double BLOB_AGE_CUTOFF = 0.5;

    static {
        RocksDB.loadLibrary();
    }

    private final List<AutoCloseable> owned = new ArrayList<>();
    private final Map<Table, ColumnFamilyHandle> families = new EnumMap<>(Table.class);
    private final WriteOptions synced = own(new WriteOptions().setSync(true));
    private final WriteOptions unsynced = own(new WriteOptions());
    private final LRUCache cache;
    private final RocksDB db;

    static RocksFiles open(Path folder, StoreMemory memory) throws RocksDBException {
        return new RocksFiles(folder, memory, RocksDB::open);
    }

    /// Nothing is written, and nothing can be.
    static RocksFiles openForReading(Path folder, StoreMemory memory) throws RocksDBException {
        return new RocksFiles(folder, memory, RocksDB::openReadOnly);
    }

    private interface Opening {
        RocksDB open(
                DBOptions options, String path, List<ColumnFamilyDescriptor> families, List<ColumnFamilyHandle> handles)
                throws RocksDBException;
    }

    private RocksFiles(Path folder, StoreMemory memory, Opening opening) throws RocksDBException {
        try {
            cache = own(new LRUCache(memory.octets()));
            var bloom = own(new BloomFilter(10));
            var descriptors = new ArrayList<ColumnFamilyDescriptor>();
            descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, own(new ColumnFamilyOptions())));
            for (Table table : Table.values()) {
                var blocks = new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setCacheIndexAndFilterBlocks(true)
                        .setPinL0FilterAndIndexBlocksInCache(true)
                        .setFilterPolicy(bloom)
                        .setFormatVersion(5);
                descriptors.add(new ColumnFamilyDescriptor(
                        table.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII),
                        own(options(table, blocks))));
            }
            var handles = new ArrayList<ColumnFamilyHandle>();
            db = opening.open(databaseOptions(folder, memory), folder.toString(), descriptors, handles);
            owned.add(db);
            owned.addAll(handles);
            for (Table table : Table.values()) {
                families.put(table, handles.get(1 + table.ordinal()));
            }
        } catch (RocksDBException | RuntimeException e) {
            close();
            throw e;
        }
    }

    RocksDB db() {
        return db;
    }

    WriteOptions writeOptions(boolean sync) {
        return sync ? synced : unsynced;
    }

    ColumnFamilyHandle family(Table table) {
        return families.get(table);
    }

    /// Octets that the cache holds now, rows not yet in files among them.
    long memoryUsed() {
        return cache.getUsage();
    }

    /// Last opened first.
    @Override
    public void close() {
        for (var each : owned.reversed()) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing the database", e);
            }
        }
    }

    private static boolean isEmpty(Path folder) {
        try (var files = Files.exists(folder) ? Files.list(folder) : Stream.<Path>empty()) {
            // RocksDB's own lock and notes may be left of an opening that failed.
            return files.map(file -> file.getFileName().toString())
                    .allMatch(name -> name.equals("LOCK") || name.startsWith("LOG"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DBOptions databaseOptions(Path folder, StoreMemory memory) {
        var buffers = own(new WriteBufferManager(memory.writeBuffers(), cache));
        return own(new DBOptions())
                .setCreateIfMissing(isEmpty(folder))
                .setCreateMissingColumnFamilies(true)
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                .setEnv(Env.getDefault())
                .setMaxBackgroundJobs(2)
                .setWriteBufferManager(buffers)
                .setMaxTotalWalSize(LOG_SIZE)
                .setAvoidFlushDuringRecovery(true)
                .setMaxBgErrorResumeCount(0)
                .setListeners(List.of(own(new NoResuming())))
                .setMaxOpenFiles(512)
                .setBytesPerSync(1 << 20)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(4 << 20)
                .setKeepLogFileNum(4);
    }

    /// RocksDB's own attempts to go on after an error wait in the middle of a write, and leave open what became of the
    /// writes that failed: [Recovery] does it.
    private static final class NoResuming extends AbstractEventListener {
        NoResuming() {
            super(EnabledEventCallback.ON_ERROR_RECOVERY_BEGIN);
        }

        @Override
        public boolean onErrorRecoveryBegin(BackgroundErrorReason reason, Status status) {
            return false;
        }
    }

    private static ColumnFamilyOptions options(Table table, BlockBasedTableConfig blocks) {
        var options = new ColumnFamilyOptions().setTableFormatConfig(blocks).setWriteBufferSize(LOG_SIZE);
        return switch (table) {
            case DIRECTORY, ACCOUNT -> options.setCompressionType(CompressionType.LZ4_COMPRESSION);
            // Records are read by the page, and unpacking them is most of that: LZ4 takes a fraction of zstd's time,
            // and in
            // larger blocks, which hold more neighbours that are alike, no more space.
            case MESSAGE ->
                options.setTableFormatConfig(blocks.setBlockSize(RECORD_BLOCK))
                        .setCompressionType(CompressionType.LZ4_COMPRESSION);
            // Chunks come compressed. Kept in blob files, compaction moves only their keys; the threshold makes blob
            // files of deleted mail go away (without it the disk kept twice the live data).
            case CHUNK ->
                options.setCompressionType(CompressionType.NO_COMPRESSION)
                        .setEnableBlobFiles(true)
                        .setMinBlobSize(1_024)
                        .setEnableBlobGarbageCollection(true)
                        .setBlobGarbageCollectionAgeCutoff(BLOB_AGE_CUTOFF)
                        .setBlobGarbageCollectionForceThreshold(0.3);
        };
    }

    private <T extends AutoCloseable> T own(T handle) {
        owned.add(handle);
        return handle;
    }
}
