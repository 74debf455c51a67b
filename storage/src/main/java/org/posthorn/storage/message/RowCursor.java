package org.posthorn.storage.message;

import org.posthorn.storage.Refused;

/// Walks over a section of a record without making objects of what it passes; not thread-safe.
///
///     text   := 0 | length+1 varint, utf8          0: there is none
///     number := varint
///
/// Whatever does not fit is [Refused] as DAMAGED: no writer of ours made it.
public final class RowCursor {
    private final byte[] bytes;
    private final int end;
    private int position;

    RowCursor(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    int position() {
        return position;
    }

    boolean more() {
        return position < end;
    }

    byte[] bytes() {
        return bytes;
    }

    /// A number that is not negative.
    public long number() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            if (position == end) {
                throw damaged();
            }
            int next = bytes[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw damaged();
    }

    /// A number of things that are still to come, each of which has a byte at least.
    public int count() {
        long value = number();
        if (value > end - position) {
            throw damaged();
        }
        return (int) value;
    }

    /// Any sign.
    long signed() {
        long folded = number();
        return folded >>> 1 ^ -(folded & 1);
    }

    public Slice text() {
        int length = textLength();
        if (length < 0) {
            return Slice.ABSENT;
        }
        position += length;
        return new Slice(bytes, position - length, position);
    }

    /// Passes over texts.
    public RowCursor skip(int texts) {
        for (int i = 0; i < texts; i++) {
            int length = textLength();
            position += Math.max(0, length);
        }
        return this;
    }

    /// Passes over so many bytes.
    void skipBytes(int length) {
        if (length < 0 || length > end - position) {
            throw damaged();
        }
        position += length;
    }

    private int textLength() {
        long length = number() - 1;
        if (length > end - position) {
            throw damaged();
        }
        return (int) length;
    }

    static Refused damaged() {
        return new Refused(Refused.Why.DAMAGED, "a message record is damaged");
    }
}
