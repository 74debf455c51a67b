package org.posthorn.storage.engine;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.posthorn.storage.Refused;

/// A disk in memory: the groups that were written, and how many of them a crash can't take. It can be full, break at
/// a given write, fail some writes in different ways, and lose what was not synced. Thread-safe.
public final class FaultyDisk {
    private final List<List<Batch>> written = new ArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private int synced;
    private int syncs;
    private int writesLeft = Integer.MAX_VALUE;
    private boolean full;
    private boolean keepsLast;
    private boolean dead;
    private volatile long syncNanos;

    /// How a write goes.
    public enum Fault {
        /// Well.
        NONE,
        /// Nothing of it came to the disk; or half of it, which is dropped when the log is read again.
        NOTHING_WRITTEN,
        /// All of it is on the disk, but the writer was told otherwise.
        WRITTEN_ALL_THE_SAME,
        /// The sync failed, and with it all that was waiting for one is gone.
        UNSYNCED_LOST
    }

    void write(List<Batch> batches, boolean sync) throws IOException {
        if (sync && syncNanos > 0) {
            LockSupport.parkNanos(syncNanos);
        }
        append(batches, sync);
    }

    private synchronized void append(List<Batch> batches, boolean sync) throws IOException {
        if (dead) {
            throw new IOException("the disk is dead");
        }
        if (writesLeft-- <= 0) {
            dead = true;
            if (keepsLast) {
                keep(batches, sync);
            }
            throw new IOException("the disk died");
        }
        if (full) {
            throw new Refused(Refused.Why.DISK_FULL, "out of space");
        }
        var fault = faults.isEmpty() ? Fault.NONE : faults.remove();
        switch (fault) {
            case NONE, WRITTEN_ALL_THE_SAME -> keep(batches, sync);
            case NOTHING_WRITTEN -> {}
            case UNSYNCED_LOST -> written.subList(synced, written.size()).clear();
        }
        if (fault != Fault.NONE) {
            throw new IOException("injected: " + fault);
        }
    }

    /// @throws IOException it takes no writes
    synchronized void probe() throws IOException {
        if (dead || full) {
            throw new IOException(dead ? "the disk is dead" : "out of space");
        }
    }

    private void keep(List<Batch> batches, boolean sync) {
        written.add(List.copyOf(batches));
        if (sync) {
            synced = written.size();
            syncs++;
        }
    }

    synchronized List<List<Batch>> written() {
        return List.copyOf(written);
    }

    /// Another one with the same on it.
    public synchronized FaultyDisk copy() {
        var copy = new FaultyDisk();
        copy.written.addAll(written);
        copy.synced = written.size();
        return copy;
    }

    /// How many chunks are on it.
    public int chunks() {
        try (var engine = new MemoryEngine(this)) {
            return engine.count(Table.CHUNK);
        }
    }

    public synchronized int syncs() {
        return syncs;
    }

    /// Every sync takes this long.
    public void slowSyncs(long nanos) {
        syncNanos = nanos;
    }

    public synchronized void full(boolean now) {
        full = now;
    }

    /// How the next writes go.
    public synchronized void fail(Fault... next) {
        Collections.addAll(faults, next);
    }

    /// From now on all writes go well.
    public synchronized void mend() {
        faults.clear();
    }

    /// Dies behind so many more writes.
    public synchronized void dieAfter(int writes) {
        dieAfter(writes, false);
    }

    /// @param keepsLast whether the write that it dies in is on it all the same, though its writer is told that it
    /// failed
    public synchronized void dieAfter(int writes, boolean keepsLast) {
        this.writesLeft = writes;
        this.keepsLast = keepsLast;
    }

    public synchronized boolean isDead() {
        return dead;
    }

    /// Power is lost now: what is left is what was synced, and of the rest some, in order; the last group may have
    /// been torn, and is then not there at all.
    public synchronized FaultyDisk afterCrash(Random random) {
        dead = true;
        var left = new FaultyDisk();
        int kept = synced + random.nextInt(written.size() - synced + 1);
        left.written.addAll(written.subList(0, kept));
        left.synced = kept;
        return left;
    }
}
