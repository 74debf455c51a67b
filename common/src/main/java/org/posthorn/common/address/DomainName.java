package org.posthorn.common.address;

import static org.posthorn.common.address.AddressReader.shown;
import static org.posthorn.common.address.AddressReader.wrong;

import java.util.Locale;

/// Domain names as mail writes them: letters, digits, hyphens (RFC 5321 §4.1.2), or U-labels, which become
/// A-labels here (RFC 6531 §3.2, RFC 5891). A single label is a name; a dot at the end is not allowed.
public final class DomainName {

    /// RFC 1035 §2.3.4: 255 octets on the wire leave 253 characters in text.
    public static final int MAX_LENGTH = 253;

    private static final int MAX_LABEL = 63;

    private DomainName() {}

    /// @return lower case, every label in its ASCII form
    /// @throws IllegalArgumentException with a message fit for a person: what is wrong, and where
    public static String toAscii(String text) {
        return read(text, 0);
    }

    /// The name as a person reads it. Labels that are no valid A-labels stay as they are.
    ///
    /// @param domain as [#toAscii] gives it
    public static String toUnicode(String domain) {
        if (!domain.contains("xn--")) {
            return domain;
        }
        var out = new StringBuilder();
        for (var label : domain.split("\\.", -1)) {
            out.append(out.isEmpty() ? "" : ".").append(Idna.toUnicode(label));
        }
        return out.toString();
    }

    /// Reads the name that begins at `start` and ends the text.
    static String read(String text, int start) {
        var out = new StringBuilder(text.length() - start);
        int labelAt = start;
        for (int i = start; i <= text.length(); i++) {
            if (i == text.length() || isDot(text.charAt(i))) {
                if (i == labelAt) {
                    throw wrong(emptyLabel(i == start, i == text.length()), i);
                }
                out.append(out.isEmpty() ? "" : ".").append(label(text, labelAt, i));
                labelAt = i + 1;
            }
        }
        if (out.length() > MAX_LENGTH) {
            throw wrong("the domain is longer than " + MAX_LENGTH + " characters", start);
        }
        return out.toString();
    }

    private static String emptyLabel(boolean first, boolean last) {
        if (first) {
            return last ? "the domain is empty" : "the domain begins with a dot";
        }
        return last ? "the domain ends with a dot" : "two dots stand together in the domain";
    }

    /// RFC 5895 §2: the ideographic full stops are dots as well.
    private static boolean isDot(char c) {
        return c == '.' || c == '\u3002' || c == '\uFF0E' || c == '\uFF61';
    }

    private static String label(String text, int from, int to) {
        var label = text.substring(from, to);
        if (label.chars().anyMatch(c -> c >= 0x80)) {
            return Idna.toAscii(label, from);
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean edge = i == from || i == to - 1;
            if (c == '-' && edge) {
                throw wrong("a domain's label can't begin or end with a hyphen", i);
            }
            if (!isLetterOrDigit(c) && c != '-') {
                throw wrong(shown(c) + " can't stand in a domain", i);
            }
        }
        if (label.length() > MAX_LABEL) {
            throw wrong("a domain's label is longer than " + MAX_LABEL + " characters", from);
        }
        return label.toLowerCase(Locale.ROOT);
    }

    /// Whether the text is what [#toAscii] would give for it.
    static boolean isAsciiDomain(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        int labelAt = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '.') {
                boolean fits = i > labelAt && i - labelAt <= MAX_LABEL;
                if (!fits || text.charAt(labelAt) == '-' || text.charAt(i - 1) == '-') {
                    return false;
                }
                labelAt = i + 1;
            } else if (!isLowerLetterOrDigit(text.charAt(i)) && text.charAt(i) != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return isLowerLetterOrDigit(c) || c >= 'A' && c <= 'Z';
    }

    private static boolean isLowerLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }
}
