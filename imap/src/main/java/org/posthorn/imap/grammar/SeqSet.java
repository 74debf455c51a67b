package org.posthorn.imap.grammar;

import java.util.List;

/// Messages by sequence number.
public record SeqSet(List<NumberRange> ranges) implements MessageSet {
    public SeqSet {
        ranges = List.copyOf(ranges);
    }
}
