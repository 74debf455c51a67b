package org.posthorn.imap.grammar;

import java.util.ArrayList;
import java.util.List;

/// One element of a set, ends in the order written; a single number is both ends.
///
/// @param from 1 to 4,294,967,295, or [#STAR]
/// @param to   1 to 4,294,967,295, or [#STAR]
public record NumberRange(long from, long to) {
    /// `*`: the largest number in use.
    public static final long STAR = 0;

    /// RFC 9051 §9 `sequence-set`; empty for `$`.
    static List<NumberRange> list(ImapParser in) throws BadCommand {
        var ranges = new ArrayList<NumberRange>();
        if (in.tryByte('$')) {
            return ranges;
        }
        do {
            long from = end(in);
            ranges.add(new NumberRange(from, in.tryByte(':') ? end(in) : from));
        } while (in.tryByte(','));
        return ranges;
    }

    private static long end(ImapParser in) throws BadCommand {
        return in.tryByte('*') ? STAR : in.nzNumber();
    }

    /// The same without `*` and `$`.
    static List<NumberRange> known(ImapParser in) throws BadCommand {
        int start = in.here();
        var ranges = list(in);
        if (ranges.isEmpty() || ranges.stream().anyMatch(range -> range.from == STAR || range.to == STAR)) {
            in.back(start);
            throw in.bad("numbers without *");
        }
        return ranges;
    }

    /// The smaller end once `*` is known.
    public long first(long star) {
        return Math.min(known(from, star), known(to, star));
    }

    /// The greater end once `*` is known.
    public long last(long star) {
        return Math.max(known(from, star), known(to, star));
    }

    private static long known(long end, long star) {
        return end == STAR ? star : end;
    }
}
