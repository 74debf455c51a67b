package org.posthorn.storage.engine;

/// The ordered maps of the store. One commit may touch all of them; which table a row is in only decides how it is
/// kept (cache, compression, blob files), never what it means.
public enum Table {
    /// Domains, accounts, credentials.
    DIRECTORY,
    /// An account's small rows: mailboxes, placements, change log, snapshots, references.
    ACCOUNT,
    /// Message records: head and structure of each message.
    MESSAGE,
    /// The bytes of messages in chunks.
    CHUNK
}
