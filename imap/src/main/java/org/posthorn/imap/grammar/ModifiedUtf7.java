package org.posthorn.imap.grammar;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Mailbox names of RFC 3501 §5.1.3: printable US-ASCII stands for itself, `&` is `&-`, anything else is UTF-16 in
/// base64 with `,` for `/`, between `&` and `-`.
public final class ModifiedUtf7 {
    private ModifiedUtf7() {}

    public static String encode(String name) {
        var out = new StringBuilder(name.length() + 8);
        int at = 0;
        while (at < name.length()) {
            char c = name.charAt(at);
            if (c == '&') {
                out.append("&-");
                at++;
            } else if (isPlain(c)) {
                out.append(c);
                at++;
            } else {
                int end = at;
                while (end < name.length() && !isPlain(name.charAt(end))) {
                    end++;
                }
                out.append('&').append(shift(name.substring(at, end))).append('-');
                at = end;
            }
        }
        return out.toString();
    }

    private static String shift(String run) {
        byte[] utf16 = run.getBytes(StandardCharsets.UTF_16BE);
        return Base64.getEncoder().withoutPadding().encodeToString(utf16).replace('/', ',');
    }

    /// Empty for what no encoder makes: shifts that do not end, hold broken base64 or UTF-16, hide US-ASCII, or follow
    /// each other directly. Only then has each name one spelling, and no client sees two mailboxes as one.
    public static Optional<String> decode(String encoded) {
        var out = new StringBuilder(encoded.length());
        int at = 0;
        boolean shifted = false; // whether a shift ended just here
        while (at < encoded.length()) {
            char c = encoded.charAt(at);
            if (c != '&') {
                if (!isPlain(c)) {
                    return Optional.empty();
                }
                out.append(c);
                at++;
                shifted = false;
                continue;
            }
            int end = encoded.indexOf('-', at);
            if (end < 0) {
                return Optional.empty();
            }
            if (end == at + 1) {
                out.append('&');
                shifted = false;
            } else {
                var run = unshift(encoded.substring(at + 1, end));
                if (run.isEmpty() || shifted) {
                    return Optional.empty();
                }
                out.append(run.get());
                shifted = true;
            }
            at = end + 1;
        }
        return Optional.of(out.toString());
    }

    private static Optional<String> unshift(String base64) {
        if (base64.indexOf('/') >= 0 || base64.indexOf('=') >= 0) {
            return Optional.empty();
        }
        try {
            byte[] utf16 = Base64.getDecoder().decode(base64.replace(',', '/'));
            CharBuffer run = StandardCharsets.UTF_16BE.newDecoder().decode(ByteBuffer.wrap(utf16));
            boolean hidesPlain = run.chars().anyMatch(c -> isPlain((char) c));
            // One spelling only: the unused bits of the last character must be zero.
            return hidesPlain || !shift(run.toString()).equals(base64) ? Optional.empty() : Optional.of(run.toString());
        } catch (IllegalArgumentException | CharacterCodingException broken) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(char c) {
        return c >= 0x20 && c <= 0x7e;
    }
}
