package org.posthorn.dist.admin;

import org.posthorn.storage.Backup;

/// A backup, as operators see it.
///
/// @param taken  when it was finished, in UTC, as in `2026-11-23T10:00:00Z`
/// @param octets of all its files, those that it shares with other backups included
public record BackupFacts(int id, String taken, long octets) {
    public static BackupFacts of(Backup backup) {
        return new BackupFacts(backup.id(), backup.taken().toString(), backup.octets());
    }
}
