package org.posthorn.imap.grammar;

/// One element of a set, ends in the order written; a single number is both ends.
///
/// @param from 1 to 4,294,967,295, or [#STAR]
/// @param to   1 to 4,294,967,295, or [#STAR]
public record NumberRange(long from, long to) {
    /// `*`: the largest number in use.
    public static final long STAR = 0;

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
