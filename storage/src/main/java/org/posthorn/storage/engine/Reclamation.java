package org.posthorn.storage.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.TableProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives disk space of deleted rows back. RocksDB alone does so only as new rows push old ones down: a store that is
/// emptied and then left alone would stay as large as it was, its log up to its bound, its blob files for ever.
///
/// 1. *Flush.* What was deleted is known to files then, and the log in front of it is dropped.
/// 2. *Compact* each table of whose rows a share are deletions. In the table of chunks this moves keys only: of
///    its blob files, those with nothing alive are deleted, of the others it is known then how much is garbage.
/// 3. *Rewrite blob files*, the oldest first, until little of all of them is garbage. Each pass rewrites a part of
///    what is alive, so that no more than that part is on the disk twice. With a tenth of the blobs left, rewriting
///    costs a tenth.
///
/// All of it is the work of RocksDB's own background threads: commits and reads go on. What it costs is in
/// proportion to what is left, and it is done when a share of it was deleted, so in the long run to what is deleted.
///
/// Tried and dropped: a lower threshold for the garbage collection that RocksDB forces by itself. It looks at the older
/// half of the blob files only; with all of them eligible, every compaction would rewrite every blob that it meets.
///
/// For one thread, but for [#cancel].
final class Reclamation implements AutoCloseable {
    /// Of a table's entries: from here on, compacting is worth it.
    private static final double DELETIONS = 0.05;
    /// Of the octets in blob files, how much may be garbage.
    private static final double GARBAGE = 0.1;
    /// A pass rewrites so much of the blob files, or this part of them if that is more.
    private static final double PASS_OCTETS = 1L << 30;

    private static final double PASS_PART = 1.0 / 8;
    /// (7/8)³² of what there was is left in old files: a hundredth.
    private static final int MOST_PASSES = 32;

    private static final Logger log = LoggerFactory.getLogger(Reclamation.class);

    /// Files at the last level too, which nothing would push down any more.
    private final CompactRangeOptions all = new CompactRangeOptions()
            .setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForceOptimized)
            .setExclusiveManualCompaction(false);

    /// @throws RocksDBException broken off; what was given back stays so
    void run(RocksFiles files) throws RocksDBException {
        long start = System.nanoTime();
        long before = octets(files);
        try (var flush = new FlushOptions().setWaitForFlush(true)) {
            files.db()
                    .flush(
                            flush,
                            Arrays.stream(Table.values()).map(files::family).toList());
        }
        for (var table : List.of(Table.DIRECTORY, Table.ACCOUNT, Table.MESSAGE)) {
            if (isWorthCompacting(files, files.family(table))) {
                compact(files, files.family(table));
            }
        }
        reclaimBlobs(files, files.family(Table.CHUNK));
        log.atInfo()
                .addKeyValue("before", before)
                .addKeyValue("after", octets(files))
                .addKeyValue("took", (System.nanoTime() - start) / 1_000_000 + " ms")
                .log("disk space given back");
    }

    private void reclaimBlobs(RocksFiles files, ColumnFamilyHandle chunks) throws RocksDBException {
        if (isWorthCompacting(files, chunks)) {
            collecting(files, chunks, 0, () -> compact(files, chunks));
        }
        double garbage = garbage(files, chunks);
        double barren = 0;
        for (int pass = 0; pass < MOST_PASSES && garbage > GARBAGE && barren < 1; pass++) {
            // There are fewer files after each pass, so the part that was right for the first is too little later.
            double part = Math.clamp(PASS_OCTETS / Math.max(1, blobOctets(files, chunks)), PASS_PART, 1);
            collecting(files, chunks, part, () -> compact(files, chunks));
            double before = garbage;
            garbage = garbage(files, chunks);
            barren = garbage < before ? 0 : barren + part; // once round without any: what is left can't be helped
        }
    }

    private interface Work {
        void run() throws RocksDBException;
    }

    /// @param part of the blob files, from the oldest on, whose live blobs compaction moves into new ones
    private static void collecting(RocksFiles files, ColumnFamilyHandle chunks, double part, Work work)
            throws RocksDBException {
        set(files, chunks, part);
        try {
            work.run();
        } finally {
            set(files, chunks, RocksFiles.BLOB_AGE_CUTOFF);
        }
    }

    private static void set(RocksFiles files, ColumnFamilyHandle chunks, double part) throws RocksDBException {
        files.db()
                .setOptions(
                        chunks,
                        MutableColumnFamilyOptions.builder()
                                .setBlobGarbageCollectionAgeCutoff(part)
                                .build());
    }

    private void compact(RocksFiles files, ColumnFamilyHandle family) throws RocksDBException {
        files.db().compactRange(family, null, null, all);
    }

    private static boolean isWorthCompacting(RocksFiles files, ColumnFamilyHandle family) throws RocksDBException {
        Map<String, TableProperties> tables = files.db().getPropertiesOfAllTables(family);
        long entries = 0;
        long deletions = 0;
        for (var table : tables.values()) {
            entries += table.getNumEntries();
            // One deletion of a range may be about any number of rows.
            deletions += table.getNumRangeDeletions() > 0 ? table.getNumEntries() : table.getNumDeletions();
        }
        return deletions > entries * DELETIONS;
    }

    private static double garbage(RocksFiles files, ColumnFamilyHandle chunks) throws RocksDBException {
        long garbage = files.db().getLongProperty(chunks, "rocksdb.live-blob-file-garbage-size");
        return (double) garbage / Math.max(1, blobOctets(files, chunks));
    }

    private static long blobOctets(RocksFiles files, ColumnFamilyHandle chunks) throws RocksDBException {
        return files.db().getLongProperty(chunks, "rocksdb.live-blob-file-size");
    }

    private static long octets(RocksFiles files) throws RocksDBException {
        long octets = 0;
        for (var table : Table.values()) {
            octets += files.db().getLongProperty(files.family(table), "rocksdb.live-sst-files-size")
                    + blobOctets(files, files.family(table));
        }
        return octets;
    }

    /// Breaks off what runs: it ends soon, with a failure. Nothing runs any more.
    void cancel() {
        all.setCanceled(true);
    }

    @Override
    public void close() {
        all.close();
    }
}
