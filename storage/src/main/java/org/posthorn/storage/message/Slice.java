package org.posthorn.storage.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Some bytes of a record, where they stand in it: nothing is copied, and nothing may be changed.
///
/// @param from the first byte
/// @param to   behind the last one; below `from` where there is nothing, not even an empty text
public record Slice(byte[] bytes, int from, int to) {
    /// Nothing.
    public static final Slice ABSENT = new Slice(new byte[0], 0, -1);

    public boolean isPresent() {
        return to >= from;
    }

    /// Bytes in it; not to be asked where it is absent.
    public int length() {
        return to - from;
    }

    /// Whether it is just this text of US-ASCII.
    public boolean is(String ascii) {
        if (length() != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether this text of US-ASCII stands somewhere in it.
    public boolean contains(String ascii) {
        for (int at = from; at <= to - ascii.length(); at++) {
            if (bytes[at] == ascii.charAt(0) && new Slice(bytes, at, at + ascii.length()).is(ascii)) {
                return true;
            }
        }
        return false;
    }

    /// The bytes `[first, end)` of it.
    public ByteBuffer buffer(int first, int end) {
        return ByteBuffer.wrap(bytes, from + first, end - first).asReadOnlyBuffer();
    }

    /// As UTF-8; empty when it is absent.
    @Override
    public String toString() {
        return isPresent() ? new String(bytes, from, to - from, StandardCharsets.UTF_8) : "";
    }
}
