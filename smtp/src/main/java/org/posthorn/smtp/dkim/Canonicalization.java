package org.posthorn.smtp.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// What of a header may change on the way without breaking a signature (RFC 6376 §3.4). [BodyHash] is its other half.
public enum Canonicalization {
    /// Nothing.
    SIMPLE,
    /// White space, folding, and the case of field names.
    RELAXED;

    static Optional<Canonicalization> of(String word) {
        for (var each : values()) {
            if (each.word().equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// §3.4.1, §3.4.2.
    ///
    /// @param field with its name; its last CRLF may be missing
    /// @return with a CRLF at its end
    byte[] field(ByteBuffer field) {
        byte[] bytes = new byte[field.remaining()];
        field.duplicate().get(bytes);
        return this == SIMPLE ? ended(bytes) : relaxed(bytes);
    }

    private static byte[] ended(byte[] bytes) {
        int length = bytes.length;
        if (length >= 2 && bytes[length - 2] == '\r' && bytes[length - 1] == '\n') {
            return bytes;
        }
        var out = new ByteArrayOutputStream(length + 2);
        out.writeBytes(bytes);
        out.writeBytes(new byte[] {'\r', '\n'});
        return out.toByteArray();
    }

    private static byte[] relaxed(byte[] bytes) {
        int colon = 0;
        while (colon < bytes.length && bytes[colon] != ':') {
            colon++;
        }
        var out = new ByteArrayOutputStream(bytes.length);
        String name = new String(bytes, 0, colon, StandardCharsets.ISO_8859_1).strip();
        for (char c : name.toCharArray()) {
            out.write(c >= 'A' && c <= 'Z' ? c + 32 : c); // of US-ASCII only
        }
        out.write(':');
        boolean space = false;
        boolean started = false;
        for (int i = colon + 1; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == ' ' || b == '\t' || b == '\r' || b == '\n') {
                space |= b == ' ' || b == '\t';
                continue;
            }
            if (space && started) {
                out.write(' ');
            }
            space = false;
            started = true;
            out.write(b);
        }
        out.write('\r');
        out.write('\n');
        return out.toByteArray();
    }
}
