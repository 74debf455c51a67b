package org.posthorn.common.mime;

import java.nio.ByteBuffer;

/// Quoted-printable (RFC 2045 §6.7): white space at the end of a line is dropped (rule 3), a `=` there
/// joins the lines, also when white space follows it; a `=` that begins nothing valid stays.
final class QuotedPrintableDecoder implements TransferDecoder {

    /// RFC 2045 asks for lines of 76 characters. A longer run of white space, or a `=` with a longer one,
    /// is kept as it is.
    private static final int MAX_HELD = 1024;

    /// What could still be undone by a line end: white space, or `=` with what follows.
    private final byte[] held = new byte[MAX_HELD];
    private int heldLength;
    private byte[] out = new byte[0];
    private int length;

    @Override
    public ByteBuffer decode(ByteBuffer chunk) {
        int most = chunk.remaining() + MAX_HELD;
        if (out.length < most) {
            out = new byte[most];
        }
        length = 0;
        while (chunk.hasRemaining()) {
            take(chunk.get());
        }
        return ByteBuffer.wrap(out, 0, length);
    }

    @Override
    public ByteBuffer finish() {
        if (out.length < MAX_HELD) {
            out = new byte[MAX_HELD];
        }
        length = 0;
        // The end is a line end: white space before it goes, and so does a `=`.
        boolean escape = heldLength > 1 && held[0] == '=' && !isSpace(held[1]) && held[1] != '\r';
        if (escape || heldLength > 0 && held[heldLength - 1] == '\r' && held[0] != '=') {
            release();
        }
        heldLength = 0;
        return ByteBuffer.wrap(out, 0, length);
    }

    private void take(byte b) {
        if (heldLength == 0) {
            if (isHeldFirst(b)) {
                hold(b);
            } else {
                out[length++] = b;
            }
        } else if (held[0] == '=') {
            takeInEscape(b);
        } else {
            takeInSpace(b);
        }
    }

    private static boolean isHeldFirst(byte b) {
        return b == '=' || b == ' ' || b == '\t' || b == '\r';
    }

    /// `held` is `=X`, or `=` and white space, or `=`.
    private void takeInEscape(byte b) {
        if (b == '\n') {
            heldLength = 0; // A soft line break.
        } else if (heldLength == 1 && (isSpace(b) || b == '\r' || Character.digit(b, 16) >= 0)) {
            hold(b);
        } else if (heldLength > 1 && isSpace(held[1]) && (isSpace(b) || b == '\r')) {
            hold(b);
        } else if (heldLength == 2 && Character.digit(held[1], 16) >= 0 && Character.digit(b, 16) >= 0) {
            out[length++] = (byte) (Character.digit(held[1], 16) * 16 + Character.digit(b, 16));
            heldLength = 0;
        } else {
            release();
            take(b);
        }
    }

    /// `held` is white space, and a CR at its end perhaps.
    private void takeInSpace(byte b) {
        boolean afterCr = held[heldLength - 1] == '\r';
        if (b == '\n') {
            if (afterCr) {
                out[length++] = '\r';
            }
            out[length++] = b;
            heldLength = 0;
        } else if (!afterCr && (isSpace(b) || b == '\r')) {
            hold(b);
        } else {
            release();
            take(b);
        }
    }

    private void hold(byte b) {
        held[heldLength++] = b;
        if (heldLength == MAX_HELD) {
            release();
        }
    }

    private void release() {
        System.arraycopy(held, 0, out, length, heldLength);
        length += heldLength;
        heldLength = 0;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }
}
