package org.posthorn.common.net;

/// Takes the transparency of DATA away (RFC 5321 §4.5.2) and finds its end, byte by byte, over any split of the input.
///
/// A line starts at the beginning and after CRLF, nowhere else: `LF . CR LF`, `CR . CR` and the like are part of the
/// body, unchanged, and noted as bare (the smuggling that RFC 5321 §2.3.8 and §4.1.1.4 forbid).
final class DotUnstuffer {

    private enum State {
        LINE_START,
        INSIDE,
        AFTER_CR,
        /// A dot at the start of a line, kept back.
        AFTER_DOT,
        /// Such a dot and a CR, both kept back.
        AFTER_DOT_CR,
        ENDED
    }

    private State state = State.LINE_START;
    private boolean bareNewline;
    private int consumed;

    boolean ended() {
        return state == State.ENDED;
    }

    boolean bareNewline() {
        return bareNewline;
    }

    /// How much of the last input was used: all, unless it held the end.
    int consumed() {
        return consumed;
    }

    /// @param out room for one byte more than the input: a CR may have been kept back
    /// @return how many bytes were written
    int unstuff(byte[] in, int from, int to, byte[] out) {
        int written = 0;
        int at = from;
        while (at < to && state != State.ENDED) {
            byte next = in[at++];
            switch (state) {
                case LINE_START -> {
                    if (next == '.') {
                        state = State.AFTER_DOT;
                    } else {
                        out[written++] = next;
                        inside(next);
                    }
                }
                case INSIDE -> {
                    // Nearly all of a message is this: up to the next CR or LF it is copied as it is.
                    int end = lineEnd(in, at - 1, to);
                    int run = end - (at - 1);
                    System.arraycopy(in, at - 1, out, written, run);
                    written += run;
                    at = end;
                    if (at < to) {
                        out[written++] = in[at];
                        inside(in[at++]);
                    }
                }
                case AFTER_CR -> {
                    out[written++] = next;
                    afterCr(next);
                }
                case AFTER_DOT -> {
                    if (next == '\r') {
                        state = State.AFTER_DOT_CR;
                    } else {
                        // RFC 5321 §4.5.2: of a line that goes on, the first dot is deleted.
                        out[written++] = next;
                        inside(next);
                    }
                }
                case AFTER_DOT_CR -> {
                    if (next == '\n') {
                        state = State.ENDED;
                    } else {
                        out[written++] = '\r';
                        out[written++] = next;
                        afterCr(next);
                    }
                }
                case ENDED -> throw new IllegalStateException("bytes after the end");
            }
        }
        consumed = at - from;
        return written;
    }

    /// The place of the first CR or LF, or the end.
    private static int lineEnd(byte[] in, int from, int to) {
        int at = from;
        while (at < to && in[at] != '\r' && in[at] != '\n') {
            at++;
        }
        return at;
    }

    private void inside(byte next) {
        bareNewline |= next == '\n';
        state = next == '\r' ? State.AFTER_CR : State.INSIDE;
    }

    private void afterCr(byte next) {
        if (next == '\n') {
            state = State.LINE_START;
        } else {
            bareNewline = true;
            state = next == '\r' ? State.AFTER_CR : State.INSIDE;
        }
    }
}
