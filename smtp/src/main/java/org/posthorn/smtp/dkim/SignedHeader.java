package org.posthorn.smtp.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.posthorn.common.mime.HeaderFields;

/// The octets that a signature is over (RFC 6376 §3.7, §5.4.2): the named fields, the last of a name first, and the
/// signature's own field without the signature.
final class SignedHeader {
    private SignedHeader() {}

    /// @param own the signature's field, with its name
    static byte[] octets(HeaderFields header, List<String> names, Canonicalization canonicalization, byte[] own) {
        Map<String, ArrayDeque<HeaderFields.Field>> byName = new HashMap<>();
        for (var field : header.fields()) {
            byName.computeIfAbsent(field.name().toLowerCase(Locale.ROOT), _ -> new ArrayDeque<>())
                    .add(field);
        }
        var out = new ByteArrayOutputStream();
        for (String name : names) {
            var field = byName.getOrDefault(name, new ArrayDeque<>()).pollLast();
            if (field != null) { // one that is not there is signed as such (§5.4)
                out.writeBytes(canonicalization.field(header.bytes(field)));
            }
        }
        byte[] last = canonicalization.field(ByteBuffer.wrap(withoutSignature(own)));
        out.write(last, 0, last.length - 2); // without its CRLF (§3.7)
        return out.toByteArray();
    }

    /// §3.7: the value of `b=` is empty, and all else is as it stands.
    static byte[] withoutSignature(byte[] field) {
        var out = new ByteArrayOutputStream(field.length);
        int start = 0;
        while (start < field.length && field[start] != ':') {
            start++;
        }
        out.write(field, 0, Math.min(start + 1, field.length));
        for (int at = start + 1; at < field.length; ) {
            int end = at;
            while (end < field.length && field[end] != ';') {
                end++;
            }
            int kept = isSignature(field, at, end) ? indexOf(field, '=', at) + 1 : end;
            out.write(field, at, kept - at);
            if (end < field.length) {
                out.write(';');
            }
            at = end + 1;
        }
        return out.toByteArray();
    }

    private static boolean isSignature(byte[] field, int from, int to) {
        int at = from;
        while (at < to && isSpace(field[at])) {
            at++;
        }
        if (at == to || field[at] != 'b') {
            return false;
        }
        at++;
        while (at < to && isSpace(field[at])) {
            at++;
        }
        return at < to && field[at] == '=';
    }

    private static int indexOf(byte[] bytes, char wanted, int from) {
        int at = from;
        while (bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
