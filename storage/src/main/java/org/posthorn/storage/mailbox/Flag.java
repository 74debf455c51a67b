package org.posthorn.storage.mailbox;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A system flag or a keyword (RFC 9051 §2.3.2). Equal when the names are, in any case; the first spelling
/// seen is kept. `\Recent` is none: it belongs to a session, not to a message.
public final class Flag {
    public static final Flag SEEN = new Flag("\\Seen");
    public static final Flag ANSWERED = new Flag("\\Answered");
    public static final Flag FLAGGED = new Flag("\\Flagged");
    public static final Flag DELETED = new Flag("\\Deleted");
    public static final Flag DRAFT = new Flag("\\Draft");

    /// In the order in which they are told.
    public static final List<Flag> SYSTEM = List.of(ANSWERED, FLAGGED, DELETED, SEEN, DRAFT);

    private static final Map<String, Flag> SYSTEM_BY_NAME =
            SYSTEM.stream().collect(Collectors.toUnmodifiableMap(flag -> flag.folded, Function.identity()));

    private final String name;
    private final String folded;

    private Flag(String name) {
        this.name = name;
        this.folded = name.toLowerCase(Locale.ROOT);
    }

    /// @param name a system flag with its backslash, or a keyword; the caller's grammar has checked the characters
    public static Flag of(String name) {
        var flag = new Flag(name);
        return SYSTEM_BY_NAME.getOrDefault(flag.folded, flag);
    }

    public String name() {
        return name;
    }

    public boolean isSystem() {
        return SYSTEM_BY_NAME.containsKey(folded);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Flag flag && folded.equals(flag.folded);
    }

    @Override
    public int hashCode() {
        return folded.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
