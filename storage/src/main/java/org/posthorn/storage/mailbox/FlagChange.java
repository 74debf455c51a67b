package org.posthorn.storage.mailbox;

import java.util.Set;

/// What STORE does to the flags of each message (RFC 9051 §6.4.6).
///
/// @param within what is to be left alone: flags that these rights do not let change (RFC 4314 §4)
public record FlagChange(Kind kind, Set<Flag> flags, Rights within) {
    public enum Kind {
        ADD,
        REMOVE,
        REPLACE
    }

    public FlagChange(Kind kind, Set<Flag> flags) {
        this(kind, flags, Rights.ALL);
    }

    /// Whether it names the flag, and may change it.
    public boolean sets(Flag flag) {
        return flags.contains(flag) && within.allow(flag);
    }

    /// Whether it may change the flag.
    public boolean touches(Flag flag) {
        return (kind == Kind.REPLACE || flags.contains(flag)) && within.allow(flag);
    }
}
