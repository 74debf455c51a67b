package org.posthorn.storage.message;

import java.time.Instant;

/// A message's place in a mailbox: all that FETCH (UID INTERNALDATE RFC822.SIZE) needs, in one small row.
///
/// @param messageId    the message's number in its account, the same for every copy; EMAILID (RFC 8474) is made of it
/// @param internalDate to the second or finer
/// @param savedAt      when it came into this mailbox (SAVEDATE, RFC 8514)
/// @param modSeq       of the commit that put it here
public record Placement(long uid, long messageId, long size, Instant internalDate, Instant savedAt, long modSeq) {}
