package org.posthorn.storage.message;

import java.time.Instant;
import java.util.Optional;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

/// A message's place in a mailbox: all that FETCH (UID INTERNALDATE RFC822.SIZE) and SORT by dates and sizes need, in
/// one small row.
///
/// Stored; the UID is in the key:
///
///     placement := version u8 = 2, messageId varint, size varint, internalDate signed, savedAt signed, modSeq varint,
///                  sent
///                  dates: milliseconds since 1970
///     sent      := 0 | 1 | 2 signed       not known | the internal date | seconds behind the internal date's second
///
/// Version 1 ends before `sent`.
///
/// @param messageId    the message's number in its account, the same for every copy; EMAILID (RFC 8474) is made of it
/// @param internalDate to the millisecond
/// @param savedAt      when it came into this mailbox (SAVEDATE, RFC 8514)
/// @param modSeq       of the commit that put it here, or that last changed its flags, if the log knows of that no more
/// @param sent         by its Date field, or the internal date where that says nothing (RFC 5256 §2.2); absent where
///                     only the message's record tells
public record Placement(
        long uid,
        long messageId,
        long size,
        Instant internalDate,
        Instant savedAt,
        long modSeq,
        Optional<Instant> sent) {
    private static final int VERSION = 2;
    private static final int UNKNOWN = 0;
    private static final int AS_ARRIVED = 1;
    private static final int APART = 2;

    /// Of which it is not known when it was sent.
    public Placement(long uid, long messageId, long size, Instant internalDate, Instant savedAt, long modSeq) {
        this(uid, messageId, size, internalDate, savedAt, modSeq, Optional.empty());
    }

    public Placement changedAt(long commit) {
        return new Placement(uid, messageId, size, internalDate, savedAt, commit, sent);
    }

    /// The same message elsewhere.
    public Placement copied(long copy, Instant now, long commit) {
        return new Placement(copy, messageId, size, internalDate, now, commit, sent);
    }

    public byte[] toBytes() {
        var out = new BytesWriter(40)
                .u8(VERSION)
                .varint(messageId)
                .varint(size)
                .signed(internalDate.toEpochMilli())
                .signed(savedAt.toEpochMilli())
                .varint(modSeq);
        if (sent.isEmpty()) {
            out.u8(UNKNOWN);
        } else if (sent.get().equals(internalDate)) {
            out.u8(AS_ARRIVED);
        } else {
            out.u8(APART).signed(sent.get().getEpochSecond() - internalDate.getEpochSecond());
        }
        return out.toRow();
    }

    public static Placement ofBytes(long uid, byte[] row) {
        var in = new BytesReader(row);
        int version = in.version(VERSION);
        long messageId = in.varint();
        long size = in.varint();
        var internalDate = Instant.ofEpochMilli(in.signed());
        var savedAt = Instant.ofEpochMilli(in.signed());
        long modSeq = in.varint();
        var sent = version == 1 ? Optional.<Instant>empty() : sent(in, internalDate);
        return new Placement(uid, messageId, size, internalDate, savedAt, modSeq, sent);
    }

    private static Optional<Instant> sent(BytesReader in, Instant internalDate) {
        return switch (in.u8()) {
            case UNKNOWN -> Optional.empty();
            case AS_ARRIVED -> Optional.of(internalDate);
            case APART -> Optional.of(Instant.ofEpochSecond(internalDate.getEpochSecond() + in.signed()));
            default -> throw new BytesReader.Malformed("a placement that was sent in no known way");
        };
    }
}
