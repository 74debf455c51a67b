package org.posthorn.common.mime;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Base64 (RFC 2045 §6.8). Characters outside the alphabet are passed over, as the RFC asks; after `=` a
/// new quantum begins, so that concatenated encodings decode to the end.
final class Base64Decoder implements TransferDecoder {

    private static final int SKIP = -1;
    private static final int PAD = -2;
    private static final byte[] VALUES = values();

    private byte[] out = new byte[0];
    /// The 6-bit values of the current quantum, and how many there are (0 to 3).
    private int quantum;
    private int count;

    private static byte[] values() {
        var values = new byte[256];
        Arrays.fill(values, (byte) SKIP);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        values['='] = PAD;
        return values;
    }

    @Override
    public ByteBuffer decode(ByteBuffer chunk) {
        int most = chunk.remaining() / 4 * 3 + 6;
        if (out.length < most) {
            out = new byte[most];
        }
        int length = 0;
        while (chunk.hasRemaining()) {
            int value = VALUES[chunk.get() & 0xFF];
            if (value >= 0) {
                quantum = quantum << 6 | value;
                if (++count == 4) {
                    out[length++] = (byte) (quantum >> 16);
                    out[length++] = (byte) (quantum >> 8);
                    out[length++] = (byte) quantum;
                    quantum = count = 0;
                }
            } else if (value == PAD) {
                length = flush(length);
            }
        }
        return ByteBuffer.wrap(out, 0, length);
    }

    @Override
    public ByteBuffer finish() {
        if (out.length < 3) {
            out = new byte[3];
        }
        return ByteBuffer.wrap(out, 0, flush(0));
    }

    /// Writes the whole bytes of a quantum that ends early.
    private int flush(int start) {
        int length = start;
        if (count == 2) {
            out[length++] = (byte) (quantum >> 4);
        } else if (count == 3) {
            out[length++] = (byte) (quantum >> 10);
            out[length++] = (byte) (quantum >> 2);
        }
        quantum = count = 0;
        return length;
    }
}
