package org.posthorn.common.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Bytes of header fields as characters: UTF-8 where they are (RFC 6532), else one character for each byte,
/// so that nothing is lost and nothing fails.
final class FieldText {

    private FieldText() {}

    static String decode(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, charset(bytes, from, to));
    }

    /// UTF-8 or, where the bytes are not or need not be, ISO 8859-1.
    static Charset charset(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return isUtf8(bytes, from, to) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
            }
        }
        return StandardCharsets.ISO_8859_1;
    }

    private static boolean isUtf8(byte[] bytes, int from, int to) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    /// The field body without its folding (RFC 5322 §2.2.3) and without white space at both ends. Lines
    /// that don't continue the field (see [HeaderFields#of(byte[])]) are left out.
    static String unfolded(byte[] bytes, int from, int to) {
        int lineEnd = lineEnd(bytes, from, to);
        if (lineEnd == to) {
            return trimmed(bytes, from, textEnd(bytes, from, to));
        }
        var joined = new byte[to - from];
        int length = 0;
        for (int at = from; at < to; at = lineEnd) {
            lineEnd = lineEnd(bytes, at, to);
            if (at == from || isSpace(bytes[at])) {
                int end = textEnd(bytes, at, lineEnd);
                System.arraycopy(bytes, at, joined, length, end - at);
                length += end - at;
            }
        }
        return trimmed(joined, 0, length);
    }

    private static String trimmed(byte[] bytes, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isSpace(bytes[start])) {
            start++;
        }
        while (end > start && isSpace(bytes[end - 1])) {
            end--;
        }
        return decode(bytes, start, end);
    }

    /// Behind the next LF, or the end.
    static int lineEnd(byte[] bytes, int from, int to) {
        int lf = Bytes.indexOfLf(bytes, from, to);
        return lf < 0 ? to : lf + 1;
    }

    /// Without CRLF or LF.
    static int textEnd(byte[] bytes, int from, int lineEnd) {
        int end = lineEnd;
        if (end > from && bytes[end - 1] == '\n') {
            end--;
            if (end > from && bytes[end - 1] == '\r') {
                end--;
            }
        }
        return end;
    }

    static boolean isSpace(int b) {
        return b == ' ' || b == '\t';
    }
}
