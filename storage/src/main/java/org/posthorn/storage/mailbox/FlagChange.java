package org.posthorn.storage.mailbox;

import java.util.Set;

/// What STORE does to the flags of each message (RFC 9051 §6.4.6).
public record FlagChange(Kind kind, Set<Flag> flags) {
    public enum Kind {
        ADD,
        REMOVE,
        REPLACE
    }
}
