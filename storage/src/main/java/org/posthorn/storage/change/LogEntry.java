package org.posthorn.storage.change;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;

/// What one commit changed in an account. The key is its modSeq; a log has an entry for each, without a gap.
///
///     entry := version u8 = 1, changes varint, change*
public record LogEntry(long modSeq, List<Change> changes) {
    private static final int VERSION = 1;

    public byte[] toBytes() {
        var out = new BytesWriter().u8(VERSION).varint(changes.size());
        changes.forEach(change -> change.writeTo(out));
        return out.toRow();
    }

    public static LogEntry of(Engine.Entry row) {
        long modSeq = Keys.behindKind(row.key()).u64();
        var in = new BytesReader(row.value());
        in.version(VERSION);
        var changes = new ArrayList<Change>();
        for (long left = in.varint(); left > 0; left--) {
            changes.add(Change.readFrom(in));
        }
        return new LogEntry(modSeq, changes);
    }
}
