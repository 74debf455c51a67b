package org.posthorn.dist.admin;

/// What to back up to.
///
/// @param folder absolute; on the server's machine
/// @param keep   how many backups are left there, at least 1
public record BackupOrder(String folder, int keep) {}
