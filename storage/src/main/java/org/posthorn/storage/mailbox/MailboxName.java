package org.posthorn.storage.mailbox;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import org.posthorn.storage.Refused;

/// A mailbox's name: levels of Unicode text (NFC) parted by `/`. `INBOX` in any case is the one INBOX (RFC 9051 §5.1).
public record MailboxName(String text) implements Comparable<MailboxName> {
    public static final MailboxName INBOX = new MailboxName("INBOX");

    private static final int MAX_BYTES = 1_000;
    private static final int MAX_LEVELS = 32;
    private static final String SEPARATOR = "/";

    /// @throws org.posthorn.storage.Refused FORBIDDEN: empty, an empty level, a control character, more than
    ///     1,000 bytes of UTF-8, or more than 32 levels
    public static MailboxName of(String text) {
        String name = Normalizer.normalize(text, Normalizer.Form.NFC);
        var levels = name.split(SEPARATOR, -1);
        for (String level : levels) {
            if (level.isEmpty()) {
                throw refused("has an empty level");
            }
        }
        if (name.codePoints().anyMatch(MailboxName::isForbidden)) {
            throw refused("has a control character");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw refused("is longer than " + MAX_BYTES + " bytes");
        }
        if (levels.length > MAX_LEVELS) {
            throw refused("has more than " + MAX_LEVELS + " levels");
        }
        // RFC 9051 §5.1: INBOX is case-insensitive; so is the first level of what lies below it, or there would be
        // an "inbox/x" whose parent is no mailbox.
        if (levels[0].equalsIgnoreCase(INBOX.text)) {
            return new MailboxName(INBOX.text + name.substring(INBOX.text.length()));
        }
        return new MailboxName(name);
    }

    public Optional<MailboxName> parent() {
        int end = text.lastIndexOf(SEPARATOR);
        return end < 0 ? Optional.empty() : Optional.of(new MailboxName(text.substring(0, end)));
    }

    /// Whether the other lies below this one.
    public boolean isAbove(MailboxName other) {
        return other.text.startsWith(text + SEPARATOR);
    }

    /// The name that something below `from` (or `from` itself) has when `from` is renamed to this one.
    public MailboxName inPlaceOf(MailboxName from, MailboxName below) {
        return of(text + below.text.substring(from.text.length()));
    }

    @Override
    public int compareTo(MailboxName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    // RFC 5198 §2 and RFC 9051 §5.1: neither controls nor line separators; lone surrogates are not Unicode text.
    private static boolean isForbidden(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    private static Refused refused(String why) {
        return new Refused(Refused.Why.FORBIDDEN, "the mailbox name " + why);
    }
}
