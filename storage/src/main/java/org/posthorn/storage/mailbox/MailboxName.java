package org.posthorn.storage.mailbox;

import java.util.Optional;

/// A mailbox's name: levels of Unicode text (NFC) parted by `/`. `INBOX` in any case is the one INBOX (RFC 9051 §5.1).
public record MailboxName(String text) implements Comparable<MailboxName> {
    public static final MailboxName INBOX = new MailboxName("INBOX");

    /// @throws org.posthorn.storage.Refused FORBIDDEN: empty, an empty level, a control character, more than 1,000
    /// bytes of UTF-8, or
    ///     more than 32 levels
    public static MailboxName of(String text) {
        throw new UnsupportedOperationException();
    }

    public Optional<MailboxName> parent() {
        throw new UnsupportedOperationException();
    }

    /// Whether the other lies below this one.
    public boolean isAbove(MailboxName other) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(MailboxName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
