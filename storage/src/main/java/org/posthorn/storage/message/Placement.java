package org.posthorn.storage.message;

import java.time.Instant;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

/// A message's place in a mailbox: all that FETCH (UID INTERNALDATE RFC822.SIZE) needs, in one small row.
///
/// Stored; the UID is in the key:
///
///     placement := version u8 = 1, messageId varint, size varint, internalDate signed, savedAt signed, modSeq varint
///                  dates: milliseconds since 1970
///
/// @param messageId    the message's number in its account, the same for every copy; EMAILID (RFC 8474) is made of it
/// @param internalDate to the millisecond
/// @param savedAt      when it came into this mailbox (SAVEDATE, RFC 8514)
/// @param modSeq       of the commit that put it here, or that last changed its flags, if the log knows of that no more
public record Placement(long uid, long messageId, long size, Instant internalDate, Instant savedAt, long modSeq) {
    private static final int VERSION = 1;

    public Placement changedAt(long commit) {
        return new Placement(uid, messageId, size, internalDate, savedAt, commit);
    }

    public byte[] toBytes() {
        return new BytesWriter(32)
                .u8(VERSION)
                .varint(messageId)
                .varint(size)
                .signed(internalDate.toEpochMilli())
                .signed(savedAt.toEpochMilli())
                .varint(modSeq)
                .toRow();
    }

    public static Placement ofBytes(long uid, byte[] row) {
        var in = new BytesReader(row);
        in.version(VERSION);
        return new Placement(
                uid,
                in.varint(),
                in.varint(),
                Instant.ofEpochMilli(in.signed()),
                Instant.ofEpochMilli(in.signed()),
                in.varint());
    }
}
