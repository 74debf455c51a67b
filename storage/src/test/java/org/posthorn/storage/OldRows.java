package org.posthorn.storage;

import org.posthorn.storage.AccountState.Counters;
import org.posthorn.storage.change.LogEntry;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.engine.Engine;

/// Rows as earlier versions of Posthorn wrote them.
final class OldRows {
    private OldRows() {}

    /// An entry of the log without its time.
    static byte[] logEntryOfVersion1(Engine.Entry row) {
        var changes = LogEntry.of(row).changes();
        var old = new BytesWriter().u8(1).varint(changes.size());
        changes.forEach(change -> change.writeTo(old));
        return old.toBytes();
    }

    /// An account's counters without a horizon.
    static byte[] countersOfVersion1(byte[] row) {
        var now = Counters.ofBytes(row);
        return new BytesWriter()
                .u8(1)
                .varint(now.modSeq())
                .varint(now.lastMailbox())
                .varint(now.lastMessage())
                .varint(now.lastUidValidity())
                .varint(now.snapshotModSeq())
                .toBytes();
    }
}
