package org.posthorn.imap.grammar;

import java.util.List;

/// Messages by UID.
public record UidSet(List<NumberRange> ranges) implements MessageSet {
    public UidSet {
        ranges = List.copyOf(ranges);
    }
}
