package org.posthorn.storage.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.posthorn.storage.Backup;
import org.posthorn.storage.BackupFailed;
import org.posthorn.storage.MemoryUse;

/// An ordered key-value store under the mail store: the only way to the disk. Thread-safe, and safe on virtual
/// threads: an engine whose reads may wait in native code moves them to threads of its own.
///
/// What any engine promises (and its contract test checks):
///
/// 1. A commit is atomic over all its batches, and commits happen in the order in which they were submitted.
/// 2. When a synced commit's ticket is kept, it and everything submitted before it survive a crash. After a crash the
///    store is a prefix of what was submitted.
/// 3. A commit that was built on a failed one fails too.
/// 4. `published` runs after the commit is durable and before its ticket is kept, in commit order, on one thread.
/// 5. A read sees every commit whose ticket was kept before the read began.
/// 6. A commit that failed changed nothing that anyone can see. Where the disk failed under it, it may be in the log
///    all the same: then it is there whole after the next opening, or it is not there at all, and no commit taken
///    since is missing because of it.
/// 7. After a write that failed the engine recovers by itself. Until then every commit is refused at once (DISK_FULL or
///    UNAVAILABLE) and reads go on. Then what is on the disk is opened anew, [#afterRecovery] is called, and only
///    then commits are taken again. What was not synced before may be gone; a commit that was built on it fails.
public interface Engine extends AutoCloseable {

    /// A row; the key relative to the scope.
    record Entry(byte[] key, byte[] value) {}

    /// Some rows in order, and whether there may be more behind them.
    record Page(List<Entry> entries, boolean more) {}

    Optional<byte[]> get(Scope scope, Table table, byte[] key);

    /// The values in the order of the keys.
    List<Optional<byte[]>> multiGet(Scope scope, Table table, List<byte[]> keys);

    /// The first rows of the range, at most `limit`, fewer when they are large.
    Page page(Scope scope, Table table, Range range, int limit);

    /// The last rows of the range, the last one first, at most `limit`, fewer when they are large.
    Page lastPage(Scope scope, Table table, Range range, int limit);

    /// Visits the rows of the range in order, page by page, until the visitor returns false. Each page is consistent,
    /// all of them together only as far as the caller keeps writers away.
    default void scan(Scope scope, Table table, Range range, Predicate<Entry> visitor) {
        var rest = range;
        while (true) {
            var page = page(scope, table, rest, 4_096);
            for (var entry : page.entries()) {
                if (!visitor.test(entry)) {
                    return;
                }
            }
            if (!page.more() || page.entries().isEmpty()) {
                return;
            }
            rest = rest.after(page.entries().getLast().key());
        }
    }

    /// Whether any key begins with the prefix.
    default boolean any(Scope scope, Table table, byte[] prefix) {
        return !page(scope, table, Range.prefix(prefix), 1).entries().isEmpty();
    }

    /// Submits a change of one or several scopes that is to be on the disk before its ticket is kept. Waits while too
    /// much is queued.
    ///
    /// @param builtOn   the commits whose outcome the batches take for granted
    /// @param published runs on the committing thread; must not block
    Ticket commit(List<Batch> batches, List<Ticket> builtOn, Runnable published);

    /// Submits rows that need not survive a crash unless a later synced commit does: chunks of arriving messages.
    /// Waits while too much is queued.
    Ticket commitUnsynced(Batch batch, List<Ticket> builtOn);

    /// Names what loads anew whatever of this engine is held in memory. It may read, and commits are refused while it
    /// runs.
    void afterRecovery(Runnable reload);

    /// How much memory the engine uses outside of the heap, and how much it may.
    MemoryUse memory();

    /// Copies everything, as of one moment, into a folder of backups, while reads and commits go on; returns
    /// when the copy is on the disk. Every commit whose ticket was kept before the call is in it; of those during
    /// the call, a prefix. One at a time: a second one waits.
    ///
    /// @param folder absolute, outside of the store
    /// @param format of the store, told again by [BackupFolder#list]
    /// @param keep   so many backups are left, the newest ones; at least 1
    Backup backup(Path folder, int format, int keep) throws BackupFailed;

    /// Gives the disk space of deleted rows back, in the background, as far as that is worth it; reads and commits go
    /// on. To be called behind large deletions. While one runs, a second call is the same one.
    ///
    /// @return done when it is, or was broken off: by a failure, which is logged, or by closing
    CompletableFuture<Void> reclaim();

    /// Waits for what was submitted, and for a backup that is being made.
    @Override
    void close();

    /// All rows of a range at once, for ranges known to be short.
    default List<Entry> all(Scope scope, Table table, Range range) {
        var entries = new ArrayList<Entry>();
        scan(scope, table, range, entries::add);
        return entries;
    }
}
