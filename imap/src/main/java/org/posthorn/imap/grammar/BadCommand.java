package org.posthorn.imap.grammar;

/// What the client sent is not IMAP, or not at this time: answered with `BAD` (RFC 9051 §7.1.3).
public final class BadCommand extends Exception {
    private static final long serialVersionUID = 1;

    /// @param position bytes from the command's first one, literals and line ends included
    /// @param expected what would have been right there: `a space`, `a number from 1 to 4294967295`
    public BadCommand(int position, String expected) {
        this("at byte " + position + ": expected " + expected);
    }

    /// A command that can be read and yet is none here.
    public BadCommand(String why) {
        super(why, null, false, false);
    }
}
