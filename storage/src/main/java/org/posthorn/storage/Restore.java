package org.posthorn.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.posthorn.storage.engine.BackupFolder;

/// From a folder of backups back to a store. What a backup holds is the store and nothing else: the configuration
/// and the certificate are the operator's to keep.
public final class Restore {
    private Restore() {}

    /// The backups of a folder, oldest first.
    ///
    /// @throws BackupFailed it is no folder of backups, or one is being made there
    public static List<Backup> list(Path backups) throws BackupFailed {
        try (var from = BackupFolder.open(backups)) {
            return from.list();
        }
    }

    /// Puts a backup where no store is, after verifying the checksum of each of its files. A crash leaves no store,
    /// and a draft that the next try deletes.
    ///
    /// @param id    which one; the newest when empty
    /// @param store the folder that [MailStore#open] will be given
    /// @throws BackupFailed     there is no such backup, or a file of it is damaged
    /// @throws StoreUnavailable the folder holds a store, is in use, or can't be written
    public static Backup restore(Path backups, OptionalInt id, Path store) throws BackupFailed, StoreUnavailable {
        try (var from = BackupFolder.open(backups);
                var folder = StoreFolder.takeEmpty(store)) {
            var backup = from.find(id);
            if (backup.format() > StoreFolder.FORMAT) {
                throw new BackupFailed(
                        "backup " + backup.id() + " in " + backups + " was made by a newer Posthorn (store format "
                                + backup.format() + ", this one knows up to " + StoreFolder.FORMAT
                                + "): upgrade Posthorn",
                        null);
            }
            from.verify(backup.id());
            Path draft = store.resolve("rocksdb.restoring");
            try {
                delete(draft);
                from.restore(backup.id(), draft);
                // The format goes before the database that it speaks of.
                folder.writeFormat(backup.format());
                folder.markRestored();
                Files.move(draft, folder.database(), StandardCopyOption.ATOMIC_MOVE);
                StoreFolder.sync(store);
            } catch (IOException e) {
                throw new BackupFailed(store + " can't be written: " + e.getMessage(), e);
            }
            return backup;
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
