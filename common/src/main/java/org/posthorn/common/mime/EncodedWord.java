package org.posthorn.common.mime;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Encoded-words in header fields (RFC 2047, RFC 2231 §5), also where they break the rules that mail breaks
/// most: inside quoted strings, longer than 75 characters, next to other characters, with spaces in them,
/// and with one character's bytes spread over two words.
public final class EncodedWord {

    private static final Pattern WORD = Pattern.compile("=\\?([^?\\s]{1,64})\\?([BbQq])\\?([^?]*)\\?=");

    private EncodedWord() {}

    /// Decodes every encoded-word in an unfolded field body; text that is none stays. Never fails.
    public static String decode(String field) {
        if (!field.contains("=?")) {
            return field;
        }
        var words = WORD.matcher(field);
        var out = new StringBuilder();
        var bytes = new ByteArrayOutputStream();
        Charset charset = null;
        int at = 0;
        while (words.find()) {
            var between = field.substring(at, words.start());
            var next = Charsets.of(words.group(1));
            // RFC 2047 §6.2: white space between two encoded-words is not shown. Words of one charset are decoded as
            // one run of bytes, which mends characters that were split.
            boolean adjacent = charset != null && between.isBlank();
            if (!adjacent || !next.equals(charset)) {
                flush(bytes, charset, out);
            }
            if (!adjacent) {
                out.append(between);
            }
            charset = next;
            unescape(words, bytes);
            at = words.end();
        }
        flush(bytes, charset, out);
        return out.append(field, at, field.length()).toString();
    }

    private static void flush(ByteArrayOutputStream bytes, Charset charset, StringBuilder out) {
        if (bytes.size() > 0) {
            out.append(bytes.toString(charset));
            bytes.reset();
        }
    }

    private static void unescape(Matcher word, ByteArrayOutputStream out) {
        var text = word.group(3);
        if (word.group(2).equalsIgnoreCase("Q")) {
            unescapeQ(text, out);
        } else {
            unescapeB(text, out);
        }
    }

    /// RFC 2047 §4.2. A `=` without two hexadecimal digits stays.
    private static void unescapeQ(String text, ByteArrayOutputStream out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '=' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
            if (low >= 0) {
                out.write(high * 16 + low);
                i += 2;
            } else {
                out.write(c == '_' ? ' ' : c < 0x100 ? c : '?');
            }
        }
    }

    private static void unescapeB(String text, ByteArrayOutputStream out) {
        var decoder = TransferDecoder.of("BASE64");
        append(decoder.decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1))), out);
        append(decoder.finish(), out);
    }

    private static void append(ByteBuffer decoded, ByteArrayOutputStream out) {
        out.write(decoded.array(), decoded.arrayOffset() + decoded.position(), decoded.remaining());
    }
}
