package org.posthorn.storage.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.posthorn.storage.Refused;

/// A disk in memory: the groups that were written, and how many of them a crash can't take. It can be full, break at
/// a given write, and lose what was not synced. Thread-safe.
public final class FaultyDisk {
    private final List<List<Batch>> written = new ArrayList<>();
    private int synced;
    private int syncs;
    private int writesLeft = Integer.MAX_VALUE;
    private boolean full;
    private boolean keepsLast;
    private boolean dead;
    private volatile long syncNanos;

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
        keep(batches, sync);
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
