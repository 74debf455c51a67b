package org.posthorn.imap.grammar;

import org.posthorn.storage.mailbox.Uids;

/// A stretch of a list of messages by place (RFC 9394 §4): `1:500` counts from the oldest, `-1:-100` from the newest.
///
/// @param from    1 to 4,294,967,295, as written
/// @param to      1 to 4,294,967,295, as written; may be the smaller one
/// @param newest  whether both count back from the newest
public record PartialRange(long from, long to, boolean newest) {

    /// Reads the range.
    public static PartialRange parse(ImapParser in) throws BadCommand {
        boolean newest = in.tryByte('-');
        long from = in.nzNumber();
        in.expect(':');
        if (newest) {
            in.expect('-');
        }
        return new PartialRange(from, in.nzNumber(), newest);
    }

    /// The first place of the range in a list of so many, counted from 1; behind [#last(int)] where nothing of it is
    /// in the range.
    public int first(int count) {
        return (int) (newest ? Math.max(1, count - Math.max(from, to) + 1) : Math.min(count + 1L, Math.min(from, to)));
    }

    /// The last place of the range in a list of so many.
    public int last(int count) {
        return (int) (newest ? Math.max(0, count - Math.min(from, to) + 1) : Math.min(count, Math.max(from, to)));
    }

    /// Those of the messages that are in the range; none when it lies behind them.
    public Uids of(Uids all) {
        int first = first(all.count());
        int last = last(all.count());
        return first > last ? Uids.NONE : all.and(Uids.range(all.at(first), all.at(last)));
    }

    /// As it was written.
    @Override
    public String toString() {
        String sign = newest ? "-" : "";
        return sign + from + ":" + sign + to;
    }
}
