package org.posthorn.storage;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.Ticket;

/// Gives out the blob numbers of one home, each once for ever. The row says up to where numbers may have been given
/// out; it is written ahead, a block at a time, and a restart goes on behind the block. The block's row is written
/// unsynced: the log is one order, so whatever uses the numbers comes behind it, and is built on it.
///
/// It also knows which uploads are alive, so that the sweeper leaves them alone. Thread-safe.
final class BlobIds {
    private static final int BLOCK = 1_024;
    private static final int VERSION = 1;

    private final Engine engine;
    private final Scope home;
    private final Set<Long> arriving = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private long next;
    private long end;
    private Ticket reserved = Ticket.KEPT;

    BlobIds(Engine engine, Scope home) {
        this.engine = engine;
        this.home = home;
    }

    /// A blob's number, and what has to be there before anything uses it.
    record Given(long blobId, Ticket reserved) {}

    /// A new blob, arriving until [#arrived].
    Given next() {
        lock.lock();
        try {
            if (next == end) {
                reserve();
            }
            arriving.add(next);
            return new Given(next++, reserved);
        } finally {
            lock.unlock();
        }
    }

    /// Numbers up to this one were given out, whatever the row says.
    void goOnBehind(long last) {
        lock.lock();
        try {
            next = Math.max(next, last + 1);
            end = next;
            reserve();
        } finally {
            lock.unlock();
        }
    }

    void arrived(long blobId) {
        arriving.remove(blobId);
    }

    /// The disk may have lost the row: what is given out from now on is reserved anew.
    void afterRecovery() {
        lock.lock();
        try {
            end = next;
        } finally {
            lock.unlock();
        }
    }

    boolean isArriving(long blobId) {
        return arriving.contains(blobId);
    }

    private void reserve() {
        long first = end > 0 ? next : reservedOnDisk();
        long blockEnd = first + BLOCK;
        byte[] row = new BytesWriter().u8(VERSION).varint(blockEnd).toRow();
        reserved = engine.commitUnsynced(
                Batch.in(home).put(Table.ACCOUNT, Keys.blobIds(), row).build(), List.of());
        reserved.await();
        // Not before: numbers given out of a block that is not written would be given again after a restart.
        next = first;
        end = blockEnd;
    }

    /// What the last life may have given out ends before this one.
    private long reservedOnDisk() {
        try {
            return engine.get(home, Table.ACCOUNT, Keys.blobIds())
                    .map(BlobIds::read)
                    .orElse(1L);
        } catch (BytesReader.Malformed _) {
            throw new Refused(Refused.Why.DAMAGED, "the account's blob numbers are damaged");
        }
    }

    /// @throws BytesReader.Malformed the row is damaged
    static long read(byte[] row) {
        var in = new BytesReader(row);
        in.version(VERSION);
        return in.varint();
    }
}
