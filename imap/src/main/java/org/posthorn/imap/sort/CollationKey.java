package org.posthorn.imap.sort;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.posthorn.imap.search.UnicodeCasemap;
import org.posthorn.storage.message.Slice;

/// The octets by which a text collates under i;unicode-casemap: those of its mapped characters as UTF-8 (RFC 5051 §2).
/// One is used for many texts, one after the other; not thread-safe.
public final class CollationKey {
    /// What a text has behind that does not count: no person's name or subject is longer.
    static final int MOST = 1_000;

    private final byte[] octets = new byte[MOST];
    private int length;

    void clear() {
        length = 0;
    }

    /// @param text encoded-words are taken as they stand
    public void set(Slice text) {
        clear();
        append(text);
    }

    void set(String text) {
        clear();
        append(text);
    }

    void append(char ascii) {
        if (length < MOST) {
            octets[length++] = (byte) ascii;
        }
    }

    void append(Slice text) {
        if (!text.isPresent()) {
            return;
        }
        int start = length;
        byte[] bytes = text.bytes();
        int end = text.from() + Math.min(text.length(), MOST - length);
        for (int i = text.from(); i < end; i++) {
            byte b = bytes[i];
            if (b < 0) {
                length = start;
                append(text.toString());
                return;
            }
            octets[length++] = b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
        }
    }

    private void append(String text) {
        String cut = text.length() > MOST ? text.substring(0, MOST) : text;
        byte[] mapped = UnicodeCasemap.map(cut).getBytes(StandardCharsets.UTF_8);
        int taken = Math.min(mapped.length, MOST - length);
        System.arraycopy(mapped, 0, octets, length, taken);
        length += taken;
    }

    public byte[] octets() {
        return octets;
    }

    public int length() {
        return length;
    }

    @Override
    public String toString() {
        return new String(Arrays.copyOf(octets, length), StandardCharsets.UTF_8);
    }
}
