package org.posthorn.dist.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Lines that end with LF, an overlong one in segments, so that no line is too long for memory.
final class LineSegments {
    private static final int LONGEST = 8 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[64 << 10];
    private int position;
    private int limit;
    private final byte[] segment = new byte[LONGEST];
    private int length;
    private boolean complete = true;
    private boolean startsLine;

    LineSegments(InputStream in) {
        this.in = in;
    }

    /// @return false at the end
    boolean next() throws IOException {
        startsLine = complete;
        complete = false;
        length = 0;
        while (length < LONGEST && !complete) {
            if (position == limit) {
                position = 0;
                limit = Math.max(0, in.read(buffer));
                if (limit == 0) {
                    break;
                }
            }
            byte octet = buffer[position++];
            segment[length++] = octet;
            complete = octet == '\n';
        }
        return length > 0;
    }

    /// The octets of the segment are the first [#length()]; valid until the next one.
    byte[] bytes() {
        return segment;
    }

    int length() {
        return length;
    }

    boolean startsLine() {
        return startsLine;
    }

    boolean endsLine() {
        return complete;
    }

    /// Whether it is a whole line with nothing in it.
    boolean isBlankLine() {
        return startsLine && complete && (length == 1 || length == 2 && segment[0] == '\r');
    }

    /// Whether it begins a line that reads `>`, so many times or more, and then `From `.
    boolean isFromLine(int quotes) {
        int at = 0;
        while (at < length && segment[at] == '>') {
            at++;
        }
        return startsLine
                && at >= quotes
                && length - at >= 5
                && new String(segment, at, 5, StandardCharsets.US_ASCII).equals("From ");
    }

    /// Without the line end.
    String text() {
        return new String(segment, 0, length, StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
