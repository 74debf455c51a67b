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

    /// Those of the messages that are in the range; none when it lies behind them.
    public Uids of(Uids all) {
        long least = Math.min(from, to);
        long most = Math.max(from, to);
        int count = all.count();
        long first = newest ? Math.max(1, count - most + 1) : least;
        long last = newest ? count - least + 1 : Math.min(count, most);
        if (first > last) {
            return Uids.NONE;
        }
        return all.and(Uids.range(all.at((int) first), all.at((int) last)));
    }

    /// As it was written.
    @Override
    public String toString() {
        String sign = newest ? "-" : "";
        return sign + from + ":" + sign + to;
    }
}
