package org.posthorn.storage.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.posthorn.storage.Backup;
import org.posthorn.storage.BackupFailed;
import org.rocksdb.BackupEngine;
import org.rocksdb.BackupEngineOptions;
import org.rocksdb.BackupInfo;
import org.rocksdb.Env;
import org.rocksdb.RestoreOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/// A folder that holds backups of one store, as RocksDB's backup engine keeps them. For one thread.
///
///     lock              held while a backup is made or read
///     meta/ID           what backup ID consists of, and the checksum (CRC-32C) of each file
///     shared_checksum/  tables and blob files: what backups have in common is there once
///     private/ID/       what is of one backup only: the tail of the log, the list of tables
///
/// *A point in time.* Files of tables and blobs never change; RocksDB flushes what is in memory, keeps those files
/// from deletion, copies them, and of the log as much as is written at that moment. Opening the copy replays that
/// log, whose order is the order of commits: a prefix of them, with every commit that was acknowledged before.
/// Commits go on meanwhile.
///
/// *Incremental.* A file that is in the folder already is not copied again. A table is known by its name, which is
/// unique over all stores; a blob file by its checksum, so all blob files are read each time, and only new ones
/// written.
///
/// *A crash* leaves files that no `meta/ID` speaks of; the next backup deletes them. `meta/ID` is written last.
///
/// Hard links (RocksDB's checkpoint) would be faster, but stay on the store's own disk and hold no checksums.
public final class BackupFolder implements AutoCloseable {
    private static final String LABEL = "posthorn store format ";

    static {
        RocksDB.loadLibrary();
    }

    private final Path folder;
    private final FileChannel lock;
    private final BackupEngineOptions options;
    private final BackupEngine backups;

    private BackupFolder(Path folder, FileChannel lock) throws RocksDBException {
        this.folder = folder;
        this.lock = lock;
        this.options = new BackupEngineOptions(folder.toString())
                .setShareTableFiles(true)
                .setShareFilesWithChecksum(true)
                .setBackupLogFiles(true)
                .setSync(true);
        this.backups = BackupEngine.open(Env.getDefault(), options);
    }

    /// Opens a folder that has backups.
    ///
    /// @throws BackupFailed it has none, can't be written, or is in use
    public static BackupFolder open(Path folder) throws BackupFailed {
        if (!Files.isDirectory(folder.resolve("meta"))) {
            throw new BackupFailed(folder + " holds no backups: name the folder that posthorn backup wrote to", null);
        }
        return lock(folder);
    }

    /// Opens a folder for the next backup; makes it, for its owner's eyes only, when it is not there.
    ///
    /// @throws BackupFailed it can't be made or written, holds something else, or is in use
    static BackupFolder openOrMake(Path folder) throws BackupFailed {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (var files = Files.list(folder)) {
                if (files.findAny().isPresent() && !Files.isDirectory(folder.resolve("meta"))) {
                    throw new BackupFailed(
                            folder + " is not empty and holds no backups: name an empty folder, or none that is there",
                            null);
                }
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        return lock(folder);
    }

    private static BackupFolder lock(Path folder) throws BackupFailed {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return new BackupFolder(folder, channel);
            }
        } catch (OverlappingFileLockException _) {
            // Held by this very process: the same answer.
        } catch (IOException | RocksDBException | IllegalArgumentException e) {
            release(folder, channel);
            throw unwritable(folder, e);
        }
        release(folder, channel);
        throw new BackupFailed(folder + " is in use: another backup is being made or read there, wait for it", null);
    }

    private static void release(Path folder, FileChannel channel) throws BackupFailed {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw unwritable(folder, e);
            }
        }
    }

    private static BackupFailed unwritable(Path folder, Exception e) {
        return new BackupFailed(
                folder + " can't be read and written by user " + System.getProperty("user.name") + " ("
                        + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
                e);
    }

    /// Oldest first. A backup of which a file is missing is none.
    public List<Backup> list() throws BackupFailed {
        var list = new ArrayList<Backup>();
        for (BackupInfo found : backups.getBackupInfo()) {
            list.add(new Backup(
                    found.backupId(), Instant.ofEpochSecond(found.timestamp()), found.size(), format(found)));
        }
        return List.copyOf(list);
    }

    private int format(BackupInfo found) throws BackupFailed {
        try {
            if (found.appMetadata() != null && found.appMetadata().startsWith(LABEL)) {
                return Integer.parseInt(found.appMetadata().substring(LABEL.length()));
            }
        } catch (NumberFormatException e) {
            throw new BackupFailed(folder.resolve("meta/" + found.backupId()) + " is damaged", e);
        }
        throw new BackupFailed(folder.resolve("meta/" + found.backupId()) + " is no backup of a Posthorn store", null);
    }

    /// @param id the newest when empty
    /// @throws BackupFailed there is none, or a file of it is missing
    public Backup find(OptionalInt id) throws BackupFailed {
        var list = list();
        for (int damaged : backups.getCorruptedBackups()) {
            if (id.isPresent() ? damaged == id.getAsInt() : list.stream().allMatch(each -> each.id() < damaged)) {
                new BackupContents(folder, damaged).verify();
                throw new BackupFailed("backup " + damaged + " in " + folder + " is damaged", null);
            }
        }
        return list.reversed().stream()
                .filter(each -> id.isEmpty() || each.id() == id.getAsInt())
                .findFirst()
                .orElseThrow(() -> new BackupFailed(
                        folder + " holds no backup" + (id.isPresent() ? " " + id.getAsInt() : "")
                                + "; see: posthorn backup --list " + folder,
                        null));
    }

    /// Reads every file of a backup.
    ///
    /// @throws BackupFailed one is missing or damaged; the message names it
    public void verify(int id) throws BackupFailed {
        new BackupContents(folder, id).verify();
    }

    /// Makes a backup, then deletes the oldest but `keep`.
    Backup make(RocksDB database, int format, int keep) throws BackupFailed {
        try {
            backups.createNewBackupWithMetadata(database, LABEL + format, true);
            backups.purgeOldBackups(keep);
        } catch (RocksDBException e) {
            throw new BackupFailed("no backup was made in " + folder + ": " + e.getMessage(), e);
        }
        return list().getLast();
    }

    /// Writes the database of a backup, and syncs it.
    ///
    /// @throws IOException the target can't be written
    public void restore(int id, Path database) throws IOException {
        Files.createDirectories(database);
        try (var options = new RestoreOptions(false)) {
            backups.restoreDbFromBackup(id, database.toString(), database.toString(), options);
        } catch (RocksDBException e) {
            throw new IOException(e.getMessage(), e);
        }
        try (var files = Files.walk(database)) {
            for (var file : files.toList()) {
                try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        }
    }

    @Override
    public void close() throws BackupFailed {
        backups.close();
        options.close();
        release(folder, lock);
    }
}
