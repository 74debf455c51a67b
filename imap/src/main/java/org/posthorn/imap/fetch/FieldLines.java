package org.posthorn.imap.fetch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.posthorn.storage.message.Slice;

/// Finds some fields of a header that is in memory, and its empty line (RFC 9051 §6.4.5.1), as runs of its bytes: by
/// the rules of [FieldFilter], which takes headers of any size in chunks. Reused from message to message.
final class FieldLines {
    private final byte[][] names;
    private final boolean others;
    private Slice header = Slice.ABSENT;
    private int[] bounds = new int[32];
    private int count;
    private int size;

    /// @param others whether the fields of other names are wanted, instead of those named
    FieldLines(List<String> names, boolean others) {
        this.names = names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        this.others = others;
    }

    /// Finds them in a whole header.
    void select(Slice header) {
        this.header = header;
        this.count = 0;
        this.size = 0;
        byte[] bytes = header.bytes();
        boolean wanted = others;
        for (int at = header.from(); at < header.to(); ) {
            wanted = isWanted(bytes, at, header.to(), wanted);
            int end = lineEnd(bytes, at, header.to());
            if (wanted) {
                add(at, end);
            }
            at = end;
        }
    }

    private static int lineEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bytes[at++] == '\n') {
                break;
            }
        }
        return at;
    }

    /// Whether a line is wanted: one that is no field goes with the one before it.
    private boolean isWanted(byte[] bytes, int at, int to, boolean before) {
        byte first = bytes[at];
        if (first == ' ' || first == '\t') {
            return before;
        }
        if (first == '\r' || first == '\n') {
            return true; // the empty line: the header ends with it
        }
        int limit = Math.min(to, at + FieldFilter.MAX_NAME);
        int nameEnd = at;
        while (nameEnd < limit && bytes[nameEnd] > ' ' && bytes[nameEnd] < 0x7f && bytes[nameEnd] != ':') {
            nameEnd++;
        }
        int colon = nameEnd;
        // RFC 5322 §4.5: old mail has space in front of the colon.
        while (colon < limit && (bytes[colon] == ' ' || bytes[colon] == '\t')) {
            colon++;
        }
        boolean isField = nameEnd > at && colon < to && bytes[colon] == ':';
        return isField ? isNamed(bytes, at, nameEnd) != others : before;
    }

    private boolean isNamed(byte[] bytes, int from, int to) {
        for (byte[] name : names) {
            if (name.length == to - from && matches(bytes, from, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] bytes, int from, byte[] lower) {
        for (int i = 0; i < lower.length; i++) {
            byte b = bytes[from + i];
            if ((b >= 'A' && b <= 'Z' ? b + 0x20 : b) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    private void add(int from, int to) {
        size += to - from;
        if (count > 0 && bounds[count - 1] == from) {
            bounds[count - 1] = to;
            return;
        }
        if (count == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * count);
        }
        bounds[count++] = from;
        bounds[count++] = to;
    }

    /// Appends them as a literal.
    void write(LineBuffer line) {
        line.ascii("{").number(size).ascii("}\r\n");
        for (int i = 0; i < count; i += 2) {
            line.bytes(header.bytes(), bounds[i], bounds[i + 1] - bounds[i]);
        }
    }
}
