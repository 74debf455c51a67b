package org.posthorn.common.mime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// The parts that have begun and not yet ended, outermost first, and the header block of the innermost
/// while it is read. [MimeParser] finds the lines, this class knows what they do.
final class OpenParts {

    /// Parts within parts; a deeper one is opaque. Real mail stays below 20.
    static final int MAX_DEPTH = 100;

    /// Parts of one message; further ones are part of the multipart's body, and belong to no part.
    static final int MAX_PARTS = 10_000;

    /// RFC 2046 §5.1.1 allows 70; this is what fits in a line (RFC 5322 §2.1.1).
    static final int MAX_BOUNDARY = 990;

    /// Bytes of one header block that are read for its fields, and of all blocks together.
    static final int MAX_HEADER = 256 * 1024;

    static final int MAX_HEADERS = 1024 * 1024;

    /// How much of a line a delimiter must be.
    enum Fit {
        WHOLE,
        START
    }

    /// A line that ends a part.
    record Delimiter(int depth, boolean last) {}

    private final ArrayList<OpenPart> stack = new ArrayList<>();
    private int begun;
    private int boundaries;

    private boolean inHeader = true;
    private byte[] header = new byte[2048];
    private int headerLength;
    private int headersRead;

    private long rootBodyStart = -1;

    OpenParts() {
        begin(OpenPart.message(Place.START));
    }

    boolean inHeader() {
        return inHeader;
    }

    boolean hasBoundaries() {
        return boundaries > 0;
    }

    OptionalLong headerEnd() {
        return rootBodyStart < 0 ? OptionalLong.empty() : OptionalLong.of(rootBodyStart);
    }

    /// Takes bytes of the header that is read, if one is.
    void addHeader(byte[] bytes, int from, int to) {
        int room = Math.min(MAX_HEADER - headerLength, MAX_HEADERS - headersRead);
        int length = inHeader ? Math.min(to - from, room) : 0;
        if (headerLength + length > header.length) {
            header = Arrays.copyOf(header, Math.max(headerLength + length, 2 * header.length));
        }
        System.arraycopy(bytes, from, header, headerLength, length);
        headerLength += length;
        headersRead += length;
    }

    /// The innermost part's header has ended.
    ///
    /// @param bodyStart behind the empty line, or where the part ended without one
    void endHeader(Place bodyStart) {
        var part = stack.getLast();
        part.header(HeaderFields.of(header, headerLength), bodyStart);
        headerLength = 0;
        inHeader = false;
        if (stack.size() == 1) {
            rootBodyStart = bodyStart.offset();
        }
        if (stack.size() == MAX_DEPTH) {
            return;
        }
        if (part.isMultipart()) {
            part.open();
            boundaries++;
        } else if (part.isMessage() && begun < MAX_PARTS) {
            begin(OpenPart.message(bodyStart));
        }
    }

    /// The delimiter that a line is, of the innermost part that it fits. RFC 2046 §5.1.2: that of an outer
    /// multipart ends the inner ones, whether or not they have ended themselves. RFC 2046 §5.1.1 asks only
    /// for the beginning of the line; since boundaries begin with others' boundaries more often than
    /// delimiters end in text, a boundary must be the whole line or be followed by white space, and the
    /// whole line goes first.
    ///
    /// @param length of the line without line end and padding
    Optional<Delimiter> match(byte[] line, int length) {
        if (boundaries == 0 || length < 3 || line[0] != '-' || line[1] != '-') {
            return Optional.empty();
        }
        var whole = match(line, length, Fit.WHOLE);
        return whole.isPresent() ? whole : match(line, length, Fit.START);
    }

    private Optional<Delimiter> match(byte[] line, int length, Fit fit) {
        for (int depth = stack.size() - 1; depth >= 0; depth--) {
            var part = stack.get(depth);
            if (part.isDelimiter(line, length, fit)) {
                return Optional.of(new Delimiter(depth, false));
            }
            if (part.isLastDelimiter(line, length, fit)) {
                return Optional.of(new Delimiter(depth, true));
            }
        }
        return Optional.empty();
    }

    /// @param before where the line before the delimiter ends: its CRLF belongs to the delimiter
    /// @param start  where the delimiter's line starts
    /// @param behind where the line after it starts
    void delimiter(Delimiter delimiter, Place before, Place start, Place behind) {
        while (stack.size() > delimiter.depth() + 1) {
            end(before, start);
        }
        var multipart = stack.getLast();
        if (delimiter.last()) {
            multipart.shut();
            boundaries--;
        } else if (begun < MAX_PARTS) {
            begin(multipart.child(behind));
        }
    }

    Part finish(Place end) {
        while (stack.size() > 1) {
            end(end, end);
        }
        if (inHeader) {
            endHeader(end);
        }
        while (stack.size() > 1) {
            end(end, end);
        }
        return stack.getLast().end(end, end);
    }

    private void begin(OpenPart part) {
        stack.add(part);
        begun++;
        inHeader = true;
        headerLength = 0;
    }

    private void end(Place before, Place start) {
        while (inHeader) {
            endHeader(stack.getLast().startsBehind(before) ? start : before);
        }
        var part = stack.removeLast();
        if (part.isOpen()) {
            boundaries--;
        }
        stack.getLast().add(part.end(before, start));
    }
}
