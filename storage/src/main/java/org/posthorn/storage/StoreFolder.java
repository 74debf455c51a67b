package org.posthorn.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The folder of a store: taken by one process, and of a format that we know.
///
///     lock      held while the store is open
///     format    the number of the store's format, as text
///     restored  the database came out of a backup, and was not opened since
///     rocksdb/  the database
final class StoreFolder implements AutoCloseable {
    /// 1: rows without checksums. 2: rows are sealed, see [org.posthorn.storage.engine.BytesWriter]. 3: logs tell of
    /// annotations and of sharing, placements of when a message was sent.
    static final int FORMAT = 3;

    private final Path folder;
    private final FileChannel channel;

    private StoreFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// @throws StoreUnavailable with one readable line
    static StoreFolder take(Path folder) throws StoreUnavailable {
        StoreFolder taken = lock(folder);
        try {
            taken.checkFormat();
            return taken;
        } catch (StoreUnavailable | RuntimeException e) {
            taken.close();
            throw e;
        }
    }

    /// For a restore: the folder is taken, and there is no database in it.
    static StoreFolder takeEmpty(Path folder) throws StoreUnavailable {
        StoreFolder taken = lock(folder);
        if (Files.exists(taken.database())) {
            taken.close();
            throw new StoreUnavailable(
                    folder + " holds a store already: move it away, or restore into another folder", null);
        }
        return taken;
    }

    Path database() {
        return folder.resolve("rocksdb");
    }

    /// Whether [AfterRestore] has to be done.
    boolean isRestored() {
        return Files.exists(restored());
    }

    /// Before there is a database.
    void markRestored() throws IOException {
        Files.write(restored(), new byte[0]);
        sync(folder);
    }

    /// When [AfterRestore] was done, and is on the disk.
    void forgetRestored() throws IOException {
        Files.delete(restored());
        sync(folder);
    }

    private Path restored() {
        return folder.resolve("restored");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static StoreFolder lock(Path folder) throws StoreUnavailable {
        FileChannel channel;
        try {
            // Mail is in it, and password hashes: its owner's eyes only, whoever makes it first.
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new StoreFolder(folder, channel);
            }
        } catch (OverlappingFileLockException _) {
            // Held by this very process: the same answer.
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        throw new StoreUnavailable(
                folder + " is in use by another posthorn process: stop that one, or name another folder", null);
    }

    private void checkFormat() throws StoreUnavailable {
        Path file = folder.resolve("format");
        try {
            if (!Files.exists(file)) {
                if (Files.exists(database())) {
                    throw new StoreUnavailable(
                            folder + " has a database but no file named format: restore a backup", null);
                }
                writeFormat(FORMAT);
                return;
            }
            int format = Integer.parseInt(Files.readString(file).strip());
            if (format > FORMAT) {
                throw new StoreUnavailable(
                        folder + " was written by a newer Posthorn (store format " + format + ", this one knows up to "
                                + FORMAT + "): upgrade Posthorn or restore a backup",
                        null);
            }
            if (format < FORMAT) {
                // From the first row that it can't read, an older Posthorn must not open the store any more.
                writeFormat(FORMAT);
            }
        } catch (NumberFormatException e) {
            throw new StoreUnavailable(file + " is not a store's format: restore a backup", e);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /// Whole or not at all, before there is a database that it speaks of.
    void writeFormat(int format) throws IOException {
        Path draft = folder.resolve("format.new");
        try (var out = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            out.write(java.nio.ByteBuffer.wrap((format + "\n").getBytes(StandardCharsets.US_ASCII)));
            out.force(true);
        }
        Files.move(draft, folder.resolve("format"), StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
    }

    /// Makes what was created or renamed in a folder outlast a crash.
    static void sync(Path folder) throws IOException {
        try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static StoreUnavailable unwritable(Path folder, IOException e) {
        return new StoreUnavailable(
                folder + " can't be written: make it a folder that the user running posthorn owns ("
                        + e.getClass().getSimpleName() + ")",
                e);
    }
}
