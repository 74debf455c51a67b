package org.posthorn.storage;

import java.time.Instant;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.mailbox.MailboxId;

/// A mark that something was deleted (`G` of [Keys], its value empty). Marks lie in the order of time, so what is due
/// is in front, and what was deleted last is behind.
sealed interface Deletion {

    /// A message was expunged, or went with its mailbox: its place is a [DeletedPlace].
    record OfMessage(Instant at, DeletedId id) implements Deletion {}

    /// A mailbox was deleted: it has a [DeletedMailbox].
    record OfMailbox(Instant at, MailboxId mailbox) implements Deletion {}

    /// A message may have lost its last place, in a store of format 1: nothing of it can be brought back.
    record Unkept(long messageId) implements Deletion {}

    /// The value of a mark.
    byte[] MARK = {1};

    /// Behind all messages that were deleted with it.
    long MAILBOX = -1;

    /// The key's length in format 1.
    int UNKEPT_KEY = 1 + Long.BYTES;

    default byte[] key() {
        return switch (this) {
            case OfMessage(var at, var id) ->
                Keys.deletion(at.toEpochMilli(), id.messageId(), id.mailbox().value(), id.uid());
            case OfMailbox(var at, var mailbox) -> Keys.deletion(at.toEpochMilli(), MAILBOX, mailbox.value(), 0);
            case Unkept(long messageId) -> Keys.deletions(messageId);
        };
    }

    /// Since when; what is of format 1, since ever.
    default Instant at() {
        return switch (this) {
            case OfMessage message -> message.at;
            case OfMailbox mailbox -> mailbox.at;
            case Unkept _ -> Instant.EPOCH;
        };
    }

    static Deletion of(byte[] key) {
        var in = Keys.behindKind(key);
        if (key.length == UNKEPT_KEY) {
            return new Unkept(in.u64());
        }
        var at = Instant.ofEpochMilli(in.u64());
        long messageId = in.u64();
        var mailbox = new MailboxId((int) in.u32());
        return messageId == MAILBOX
                ? new OfMailbox(at, mailbox)
                : new OfMessage(at, new DeletedId(messageId, mailbox, in.u32()));
    }

    /// Everything deleted up to a moment, it included.
    static Range until(Instant moment) {
        return new Range(Keys.deletions(), Keys.deletions(moment.toEpochMilli() + 1));
    }

    /// Everything deleted from a moment on, it included, and nothing of format 1.
    static Range since(Instant moment) {
        // Message numbers of format 1 are far below any time.
        var from = Keys.deletions(Math.max(moment.toEpochMilli(), FIRST_TIME));
        return new Range(from, Range.prefix(Keys.deletions()).to());
    }

    /// 2001 in milliseconds: more than any account had messages, and before there was a Posthorn.
    long FIRST_TIME = 1_000_000_000_000L;
}
