package org.posthorn.imap.grammar;

import java.util.List;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;

/// Messages by UID.
public record UidSet(List<NumberRange> ranges) implements MessageSet {
    public UidSet {
        ranges = List.copyOf(ranges);
    }

    /// All numbers of the set from `first` to `last`, whether or not they are messages; `*` stands for `last`. Clipping
    /// keeps the bitmap small for 1:4294967295.
    public Uids within(long first, long last) {
        var uids = new UidsBuilder();
        for (NumberRange range : ranges) {
            uids.addRange(Math.max(range.first(last), first), Math.min(range.last(last), last));
        }
        return uids.build();
    }
}
