package org.posthorn.storage.mailbox;

/// A system flag or a keyword (RFC 9051 §2.3.2). Equal when the names are, in any case; the first spelling seen is
/// kept.
/// `\Recent` is none: it belongs to a session, not to a message.
public final class Flag {
    public static final Flag SEEN = new Flag("\\Seen");
    public static final Flag ANSWERED = new Flag("\\Answered");
    public static final Flag FLAGGED = new Flag("\\Flagged");
    public static final Flag DELETED = new Flag("\\Deleted");
    public static final Flag DRAFT = new Flag("\\Draft");

    private final String name;

    private Flag(String name) {
        this.name = name;
    }

    /// @param name a system flag with its backslash, or a keyword; the caller's grammar has checked the characters
    public static Flag of(String name) {
        throw new UnsupportedOperationException();
    }

    public String name() {
        return name;
    }
}
