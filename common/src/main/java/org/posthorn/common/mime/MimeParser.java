package org.posthorn.common.mime;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/// Finds the structure of a message in one pass over its bytes, chunk by chunk as they arrive; never fails,
/// whatever they are (P4): what is not MIME is text. Memory is bounded by fixed limits on depth, parts and
/// header size; what exceeds them stays an opaque part. One instance per message; not thread-safe.
///
/// **The idea.** Structure is made of lines, and only two kinds of them matter: header lines, and lines
/// that begin with `--` while a multipart is open. So the scanner runs from LF to LF, looks at the byte
/// behind each, and passes over the line if it can't matter. A line that may is gathered in `head`
/// (bounded: a delimiter has a boundary, four bytes more and some padding) and judged when it is complete, by
/// [OpenParts], which holds the stack of parts that have begun.
///
/// **Invariants**
///
/// 1. A line is judged by its own bytes and the state at its start, never by where a chunk ended: every way
///    to cut the message into chunks gives the same structure.
/// 2. No byte of a body is kept. What is kept is at most one line head, one header block, and the facts of
///    the parts.
/// 3. Offsets and line counts are exact even where a limit makes the rest opaque.
/// 4. Each byte is looked at once or twice; a line that begins with `--` is compared with each open
///    boundary, at most [OpenParts#MAX_DEPTH] of them. So time is linear in the size of the message.
///
/// **Line ends.** LF ends a line, and a CR before it belongs to the line end. Bare LF is what APPEND may
/// bring; a bare CR is a byte like any other.
public final class MimeParser {

    /// `--`, a boundary, `--`, and as much white space as some gateways add.
    private static final int HEAD_SIZE = 2 + OpenParts.MAX_BOUNDARY + 2 + 64;

    private static final int SCRATCH_SIZE = 8192;

    private final OpenParts parts = new OpenParts();
    private final byte[] head = new byte[HEAD_SIZE];
    private int headLength;
    /// Whether the current line is being gathered; else it can't matter and is passed over.
    private boolean gathering = true;

    private byte[] scratch = new byte[0];
    /// Bytes of all chunks before the current one, and the last of them.
    private long consumed;
    private byte lastByte;

    /// LFs before the current line, where that line starts, where the one before it did, and the size of
    /// its line end.
    private long lineEnds;
    private long lineStart;
    private long lineBefore;
    private int lineEndSize;

    public MimeParser() {}

    /// Takes what remains in the buffer; its position moves to the limit.
    public void accept(ByteBuffer chunk) {
        if (chunk.hasArray()) {
            scan(chunk.array(), chunk.arrayOffset() + chunk.position(), chunk.arrayOffset() + chunk.limit());
            chunk.position(chunk.limit());
            return;
        }
        if (scratch.length == 0) {
            scratch = new byte[SCRATCH_SIZE];
        }
        while (chunk.hasRemaining()) {
            int length = Math.min(chunk.remaining(), SCRATCH_SIZE);
            chunk.get(scratch, 0, length);
            scan(scratch, 0, length);
        }
    }

    /// Where the body of the message begins: behind the empty line that ends its header.
    ///
    /// @return empty until that line has been seen; after [#finish], the end when there was none
    public OptionalLong headerEnd() {
        return parts.headerEnd();
    }

    /// Ends the message.
    public MimeStructure finish() {
        if (gathering && headLength > 0) {
            judge(consumed, false);
        }
        boolean unterminated = consumed > lineStart;
        return new MimeStructure(parts.finish(new Place(consumed, lineEnds, unterminated)));
    }

    private void scan(byte[] bytes, int from, int to) {
        if (from == to) {
            return;
        }
        int at = from;
        while (at < to) {
            at = gathering ? gather(bytes, from, at, to) : pass(bytes, from, at, to);
        }
        lastByte = bytes[to - 1];
        consumed += to - from;
    }

    /// Passes over lines until one that may matter begins.
    private int pass(byte[] bytes, int from, int start, int to) {
        boolean inHeader = parts.inHeader();
        boolean watching = parts.hasBoundaries();
        int at = start;
        while (at < to) {
            int lf = Bytes.indexOfLf(bytes, at, to);
            int end = lf < 0 ? to : lf + 1;
            if (inHeader) {
                parts.addHeader(bytes, at, end);
            }
            at = end;
            if (lf >= 0) {
                endLine(bytes, from, lf);
                if (inHeader || watching && (at == to || bytes[at] == '-')) {
                    gathering = true;
                    return at;
                }
            }
        }
        return to;
    }

    private int gather(byte[] bytes, int from, int at, int to) {
        if (headLength == 0 && !parts.inHeader() && (bytes[at] != '-' || !parts.hasBoundaries())) {
            gathering = false;
            return at;
        }
        int limit = Math.min(to, at + HEAD_SIZE - headLength);
        int lf = Bytes.indexOfLf(bytes, at, limit);
        int end = lf < 0 ? limit : lf + 1;
        System.arraycopy(bytes, at, head, headLength, end - at);
        headLength += end - at;
        if (lf >= 0) {
            judge(consumed + end - from, true);
            endLine(bytes, from, lf);
            headLength = 0;
        } else if (headLength == HEAD_SIZE) {
            // Too long for a delimiter, and not empty: it is text, in a header or in a body.
            parts.addHeader(head, 0, headLength);
            headLength = 0;
            gathering = false;
        }
        return end;
    }

    /// A whole line stands in `head`.
    ///
    /// @param behind where the next line starts
    private void judge(long behind, boolean terminated) {
        int length = headLength;
        while (length > 0 && isPadding(head[length - 1])) {
            length--;
        }
        var delimiter = parts.match(head, length);
        if (delimiter.isPresent()) {
            var start = new Place(lineStart, lineEnds, false);
            var before = new Place(lineStart - lineEndSize, lineEnds - 1, lineStart - lineEndSize > lineBefore);
            parts.delimiter(delimiter.get(), before, start, new Place(behind, lineEnds + 1, false));
        } else if (parts.inHeader()) {
            if (terminated && isEmptyLine()) {
                parts.endHeader(new Place(behind, lineEnds + 1, false));
            } else {
                parts.addHeader(head, 0, headLength);
            }
        }
    }

    private boolean isEmptyLine() {
        return headLength == 1 || headLength == 2 && head[0] == '\r';
    }

    private void endLine(byte[] bytes, int from, int lf) {
        byte before = lf > from ? bytes[lf - 1] : lastByte;
        lineEndSize = before == '\r' ? 2 : 1;
        lineEnds++;
        lineBefore = lineStart;
        lineStart = consumed + lf + 1 - from;
    }

    /// RFC 2046 §5.1.1: `transport-padding` may stand between a delimiter and its line end.
    private static boolean isPadding(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
