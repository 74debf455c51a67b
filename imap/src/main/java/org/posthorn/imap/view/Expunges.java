package org.posthorn.imap.view;

/// Whether the client may be told now that messages went: the numbers of those behind them change.
public enum Expunges {
    TOLD,
    /// RFC 9051 §7.5.1: not while FETCH, STORE or SEARCH by sequence number is answered, nor between commands.
    HELD_BACK
}
