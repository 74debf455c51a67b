package org.posthorn.common.net;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Bytes that have arrived and that nobody has taken yet: a queue in one array, which exists only while there are some.
/// Not thread-safe; [Inbound] guards it.
final class Received {
    private static final byte[] NONE = {};
    private static final int SMALLEST = 64;

    /// Bytes handed out with their array, so that a body is not copied once more.
    record Run(byte[] bytes, int from, int to) {
        int length() {
            return to - from;
        }
    }

    private byte[] bytes = NONE;
    private int from;
    private int to;

    int size() {
        return to - from;
    }

    void append(ByteBuf in) {
        int length = in.readableBytes();
        makeRoom(length);
        in.readBytes(bytes, to, length);
        to += length;
    }

    void append(byte[] more, int start, int length) {
        makeRoom(length);
        System.arraycopy(more, start, bytes, to, length);
        to += length;
    }

    byte get(int index) {
        return bytes[from + index];
    }

    /// Where the first such byte is, at or after `start`; -1 when there is none.
    int indexOf(byte wanted, int start) {
        for (int i = from + start; i < to; i++) {
            if (bytes[i] == wanted) {
                return i - from;
            }
        }
        return -1;
    }

    byte[] copy(int length) {
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    void drop(int length) {
        from += length;
        if (from == to) {
            from = 0;
            to = 0;
        }
    }

    /// The next bytes, at most `most`; without copying when that is all there is.
    Run take(int most) {
        int length = Math.min(most, size());
        if (length < size()) {
            var part = new Run(copy(length), 0, length);
            drop(length);
            return part;
        }
        var all = new Run(bytes, from, to);
        clear();
        return all;
    }

    /// Gives back what was taken last and not used.
    void putBack(Run unused) {
        int length = unused.length();
        var joined = new byte[length + size()];
        System.arraycopy(unused.bytes(), unused.from(), joined, 0, length);
        System.arraycopy(bytes, from, joined, length, size());
        bytes = joined;
        from = 0;
        to = joined.length;
    }

    void clear() {
        bytes = NONE;
        from = 0;
        to = 0;
    }

    /// Lets go of room that is not used, for the time that the connection is idle.
    void trim() {
        if (from == to) {
            clear();
        }
    }

    private void makeRoom(int more) {
        if (bytes.length - to >= more) {
            return;
        }
        int needed = size() + more;
        // Half empty is room enough: shifting then costs each byte at most one move.
        if (needed > bytes.length / 2) {
            var larger = new byte[Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, needed - 1)) << 1)];
            System.arraycopy(bytes, from, larger, 0, size());
            bytes = larger;
        } else {
            System.arraycopy(bytes, from, bytes, 0, size());
        }
        to -= from;
        from = 0;
    }
}
