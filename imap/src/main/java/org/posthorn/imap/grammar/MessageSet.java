package org.posthorn.imap.grammar;

import java.util.List;

/// Messages as a command names them (RFC 9051 §9 `sequence-set`). By sequence number and by UID are different types,
/// so that none is ever taken for the other.
public sealed interface MessageSet permits SeqSet, UidSet {

    /// In the order written; empty when the set is `$`.
    List<NumberRange> ranges();

    /// Whether it is `$`, the result that the last SEARCH saved (RFC 9051 §6.4.4.1).
    default boolean isSaved() {
        return ranges().isEmpty();
    }
}
