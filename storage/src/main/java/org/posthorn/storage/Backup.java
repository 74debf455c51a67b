package org.posthorn.storage;

import java.time.Instant;

/// A copy of a whole store as it was at one moment, in a folder of backups.
///
/// @param id     from 1, growing, never used again
/// @param taken  when it was finished
/// @param octets of all its files, those that it shares with other backups included
/// @param format of the store in it
public record Backup(int id, Instant taken, long octets, int format) {}
