package org.posthorn.dist.transfer;

import java.io.IOException;
import java.io.OutputStream;

/// Makes the lines of a message file end as the store keeps them. A message with a CRLF in its first 8 KiB is one that
/// was stored or sent, and passes untouched; else every LF without a CR before it becomes CRLF.
final class CrlfOutput extends OutputStream {
    private static final int LOOKED_AT = 8 << 10;

    private enum Manner {
        UNDECIDED,
        UNTOUCHED,
        CONVERTED
    }

    private final OutputStream out;
    private final byte[] start = new byte[LOOKED_AT];
    private int startLength;
    private Manner manner = Manner.UNDECIDED;
    private boolean afterCr;

    CrlfOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int taken = 0;
        if (manner == Manner.UNDECIDED) {
            taken = Math.min(length, LOOKED_AT - startLength);
            System.arraycopy(bytes, offset, start, startLength, taken);
            startLength += taken;
            if (startLength == LOOKED_AT) {
                decide();
            }
        }
        if (taken < length) {
            pass(bytes, offset + taken, length - taken);
        }
    }

    /// The message has ended.
    void finish() throws IOException {
        if (manner == Manner.UNDECIDED) {
            decide();
        }
    }

    private void decide() throws IOException {
        manner = Manner.CONVERTED;
        for (int i = 1; i < startLength; i++) {
            if (start[i] == '\n' && start[i - 1] == '\r') {
                manner = Manner.UNTOUCHED;
                break;
            }
        }
        pass(start, 0, startLength);
    }

    private void pass(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        if (manner == Manner.CONVERTED) {
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == '\n' && !afterCr) {
                    out.write(bytes, from, i - from);
                    out.write('\r');
                    from = i;
                }
                afterCr = bytes[i] == '\r';
            }
        }
        out.write(bytes, from, offset + length - from);
    }
}
