package org.posthorn.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.mailbox.Flag;

/// What a place (`R` of [org.posthorn.storage.engine.Keys]) keeps of a message that was expunged: all that its
/// placement and the mailbox's state knew.
///
///     place := version u8 = 1                                         live: the placement has the rest
///            | version u8 = 2, deletedAt varint, size varint, internalDate signed, savedAt signed,
///              flags varint, (name text)*                             deleted
///                  times: milliseconds since 1970
///
/// **Invariants.** A live place has its placement (`P`) and no mark (`G`); a deleted one has its mark, with the
/// same time, and no placement. A message record lives as long as it has a place of either form.
record DeletedPlace(Instant deletedAt, long size, Instant internalDate, Instant savedAt, List<Flag> flags) {
    /// The value of a live place.
    static final byte[] LIVE = {1};

    private static final int DELETED = 2;

    byte[] toBytes() {
        var out = new BytesWriter(64)
                .u8(DELETED)
                .varint(deletedAt.toEpochMilli())
                .varint(size)
                .signed(internalDate.toEpochMilli())
                .signed(savedAt.toEpochMilli())
                .varint(flags.size());
        flags.forEach(flag -> out.text(flag.name()));
        return out.toRow();
    }

    /// @return empty when the place is live
    static Optional<DeletedPlace> ofBytes(byte[] row) {
        var in = new BytesReader(row);
        if (in.version(DELETED) != DELETED) {
            return Optional.empty();
        }
        var deletedAt = Instant.ofEpochMilli(in.varint());
        long size = in.varint();
        var internalDate = Instant.ofEpochMilli(in.signed());
        var savedAt = Instant.ofEpochMilli(in.signed());
        var flags = new ArrayList<Flag>();
        for (long left = in.varint(); left > 0; left--) {
            flags.add(Flag.of(in.text()));
        }
        return Optional.of(new DeletedPlace(deletedAt, size, internalDate, savedAt, List.copyOf(flags)));
    }
}
