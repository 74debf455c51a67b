package org.posthorn.storage.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.posthorn.storage.Refused;
import org.rocksdb.RocksDBException;

/// The open database, which can be closed and opened again under those who use it: RocksDB refuses every write after
/// one that failed, and offers no other way back. Whoever uses it holds the one side of a lock, whoever swaps it the
/// other, so nobody is ever in native code with a handle that was closed. Thread-safe.
final class RocksDatabase implements AutoCloseable {
    /// There is room for so much, or it is not worth opening: the database writes some files of its own.
    private static final int PROBE = 1 << 20;

    /// Something done with the database.
    interface Use<T> {
        T with(RocksFiles files) throws RocksDBException;
    }

    private final Path folder;
    private final StoreMemory memory;
    private final ReentrantReadWriteLock swap = new ReentrantReadWriteLock();
    private final ReentrantReadWriteLock lasting = new ReentrantReadWriteLock();
    private Optional<RocksFiles> files;
    private boolean closed;

    RocksDatabase(Path folder, StoreMemory memory) throws RocksDBException {
        this.folder = folder;
        this.memory = memory;
        this.files = Optional.of(RocksFiles.open(folder, memory));
    }

    /// Not for long: a reopening waits for it, and all others for the reopening.
    ///
    /// @throws Refused UNAVAILABLE: the last reopening failed
    <T> T use(Use<T> use) throws RocksDBException {
        swap.readLock().lock();
        try {
            return use.with(opened());
        } finally {
            swap.readLock().unlock();
        }
    }

    /// For what takes its time, a backup or compaction: no reopening meanwhile, and everybody else goes on.
    <T, X extends Exception> T lasting(LastingUse<T, X> use) throws X {
        lasting.readLock().lock();
        try {
            RocksFiles held;
            swap.readLock().lock();
            try {
                held = opened();
            } finally {
                swap.readLock().unlock();
            }
            return use.with(held);
        } finally {
            lasting.readLock().unlock();
        }
    }

    interface LastingUse<T, X extends Exception> {
        T with(RocksFiles files) throws X;
    }

    /// Closes it and opens what is on the disk. Where that can't be written after all, it is open for reading.
    ///
    /// @throws IOException      the disk takes no writes yet
    /// @throws RocksDBException the database can't make do with what it takes
    void reopen() throws IOException, RocksDBException {
        probe();
        lasting.writeLock().lock();
        swap.writeLock().lock();
        try {
            if (closed) {
                throw new IOException("the store is closed");
            }
            closeFiles();
            try {
                files = Optional.of(RocksFiles.open(folder, memory));
            } catch (RocksDBException e) {
                files = Optional.of(RocksFiles.openForReading(folder, memory));
                throw e;
            }
        } finally {
            swap.writeLock().unlock();
            lasting.writeLock().unlock();
        }
    }

    /// Waits for who uses it; nobody can from then on.
    @Override
    public void close() {
        swap.writeLock().lock();
        try {
            closed = true;
            closeFiles();
        } finally {
            swap.writeLock().unlock();
        }
    }

    private void closeFiles() {
        files.ifPresent(RocksFiles::close);
        files = Optional.empty();
    }

    private RocksFiles opened() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
        return files.orElseThrow(() -> new Refused(Refused.Why.UNAVAILABLE, "the store is not readable just now"));
    }

    /// Writes and syncs something beside the database.
    private void probe() throws IOException {
        Path file = folder.resolveSibling("probe");
        try (var out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var bytes = ByteBuffer.allocate(PROBE);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
