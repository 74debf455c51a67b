package org.posthorn.storage.change;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;

/// What one commit changed in an account. The key is its modSeq; a log has an entry for each behind its horizon,
/// without a gap.
///
///     entry := version u8 = 2, at signed, changes varint, change*      at: milliseconds since 1970
///     entry := version u8 = 1, changes varint, change*                 from before entries had a time
///
/// @param at when the commit was made, by the writer's clock; of an entry of version 1 it is long ago
public record LogEntry(long modSeq, Instant at, List<Change> changes) {
    private static final int VERSION = 2;

    public byte[] toBytes() {
        var out = new BytesWriter().u8(VERSION).signed(at.toEpochMilli()).varint(changes.size());
        changes.forEach(change -> change.writeTo(out));
        return out.toRow();
    }

    public static LogEntry of(Engine.Entry row) {
        long modSeq = Keys.behindKind(row.key()).u64();
        var in = new BytesReader(row.value());
        var at = in.version(VERSION) == 1 ? Instant.EPOCH : Instant.ofEpochMilli(in.signed());
        var changes = new ArrayList<Change>();
        for (long left = in.varint(); left > 0; left--) {
            changes.add(Change.readFrom(in));
        }
        return new LogEntry(modSeq, at, changes);
    }
}
