package org.posthorn.storage.annotation;

import java.util.Locale;
import java.util.Optional;

/// An annotation's name (RFC 5464 §3.2): levels that each begin with `/`, the first of which says whether everybody who
/// sees the mailbox sees the annotation. In any case it is the same name; it is written as it first was.
///
/// @param text as a client wrote it
public record EntryName(String text) {
    public static final EntryName SPECIAL_USE = new EntryName("/private/specialuse"); // RFC 6154 §4

    /// In octets.
    public static final int LONGEST = 1_000;

    private static final String PRIVATE = "/private";
    private static final String SHARED = "/shared";

    /// Empty when it is no name. One of a single level is one, too, for asking what is below it.
    public static Optional<EntryName> of(String text) {
        var name = new EntryName(text);
        boolean levels = !text.contains("//") && !text.endsWith("/") && text.length() <= LONGEST;
        boolean characters = text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '*' && c != '%');
        return levels && characters && (name.isIn(PRIVATE) || name.isIn(SHARED)) ? Optional.of(name) : Optional.empty();
    }

    private boolean isIn(String scope) {
        String folded = folded();
        return folded.equals(scope) || folded.startsWith(scope + "/");
    }

    /// Whether an annotation can have it: names of vendors have four levels at least.
    public boolean isWhole() {
        long levels = text.chars().filter(c -> c == '/').count();
        return levels >= (path().equals("/vendor") || path().startsWith("/vendor/") ? 4 : 2);
    }

    /// Whether each user has an annotation of this name.
    public boolean isPrivate() {
        return isIn(PRIVATE);
    }

    /// What is behind `/private` or `/shared`, in lower case: `/comment`.
    public String path() {
        return folded().substring(isPrivate() ? PRIVATE.length() : SHARED.length());
    }

    /// Whether the other lies below this one, and no deeper than asked for; each name is in reach of itself.
    public boolean reaches(EntryName other, Depth depth) {
        if (equals(other)) {
            return true;
        }
        String above = folded() + "/";
        boolean below = other.folded().startsWith(above);
        return switch (depth) {
            case ITSELF -> false;
            case CHILDREN -> below && other.folded().indexOf('/', above.length()) < 0;
            case ALL -> below;
        };
    }

    private String folded() {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryName name && name.folded().equals(folded());
    }

    @Override
    public int hashCode() {
        return folded().hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
