package org.posthorn.imap.fetch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.posthorn.imap.grammar.Dialect;

/// Text of header fields in a form that every client displays right: a client of RFC 3501 takes only US-ASCII in
/// quoted strings and shows raw 8-bit of a literal in whatever charset it likes, but all decode encoded-words.
final class HeaderText {
    private HeaderText() {}

    /// RFC 2047 §2: an encoded-word has at most 75 characters; these bytes make 72.
    private static final int WORD_BYTES = 45;

    /// Free text, as in subjects, descriptions, and display names.
    static String words(String raw, Dialect dialect) {
        String text = clean(raw);
        return dialect == Dialect.UTF8 || isAscii(text) ? text : encodeWords(text);
    }

    /// Without what can't stand in any IMAP string or quoted string: NUL, and line ends that unfolding left.
    static String clean(String raw) {
        return isClean(raw)
                ? raw
                : raw.replace('\0', ' ').replace('\r', ' ').replace('\n', ' ').strip();
    }

    /// Whether there is nothing to mend, as in nearly all fields.
    private static boolean isClean(String raw) {
        if (raw.isEmpty()) {
            return true;
        }
        boolean space = Character.isWhitespace(raw.charAt(0)) || Character.isWhitespace(raw.charAt(raw.length() - 1));
        return !space && raw.indexOf('\0') < 0 && raw.indexOf('\r') < 0 && raw.indexOf('\n') < 0;
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /// Encodes runs of words that are not all US-ASCII and leaves the others, encoded-words among them, alone.
    private static String encodeWords(String text) {
        var out = new StringBuilder(text.length() * 2);
        int at = 0;
        while (at < text.length()) {
            int wordEnd = wordEnd(text, at);
            if (isAscii(text.substring(at, wordEnd))) {
                out.append(text, at, wordEnd);
                at = wordEnd;
            } else {
                int runEnd = wordEnd;
                // Space between two encoded-words is not displayed (RFC 2047 §6.2), so the words of a run share them.
                for (int next = wordEnd; next < text.length(); next = wordEnd(text, next)) {
                    int end = wordEnd(text, next);
                    if (!text.substring(next, end).isBlank()) {
                        if (isAscii(text.substring(next, end))) {
                            break;
                        }
                        runEnd = end;
                    }
                }
                encodeRun(text.substring(at, runEnd), out);
                at = runEnd;
            }
        }
        return out.toString();
    }

    /// The end of the word, or of the space, that begins there.
    private static int wordEnd(String text, int start) {
        boolean space = isSpace(text.charAt(start));
        int end = start + 1;
        while (end < text.length() && isSpace(text.charAt(end)) == space) {
            end++;
        }
        return end;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private static void encodeRun(String run, StringBuilder out) {
        int start = 0;
        int bytes = 0;
        for (int i = 0; i < run.length(); i += Character.charCount(run.codePointAt(i))) {
            int width = utf8Width(run.codePointAt(i));
            if (bytes + width > WORD_BYTES) {
                encodeWord(run.substring(start, i), out).append(' ');
                start = i;
                bytes = 0;
            }
            bytes += width;
        }
        encodeWord(run.substring(start), out);
    }

    private static StringBuilder encodeWord(String text, StringBuilder out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return out.append("=?UTF-8?B?")
                .append(Base64.getEncoder().encodeToString(bytes))
                .append("?=");
    }

    private static int utf8Width(int codePoint) {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }

    /// An 8-bit parameter value in the form of RFC 2231 §4, which goes with a name that ends in `*`.
    static String extendedValue(String value) {
        var out = new StringBuilder("UTF-8''");
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
            if (plain || b == '-' || b == '.' || b == '_') {
                out.append((char) b);
            } else {
                out.append('%').append(hex(b >> 4)).append(hex(b));
            }
        }
        return out.toString();
    }

    private static char hex(int nibble) {
        return Character.toUpperCase(Character.forDigit(nibble & 0xf, 16));
    }
}
