package org.posthorn.imap.fetch;

import java.util.Arrays;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;

/// Collects short ASCII pieces, so that a hundred thousand small responses are a few hundred writes.
final class LineBuffer {
    private static final int ENOUGH = 16_384;

    private byte[] bytes = new byte[ENOUGH + 1_024];
    private int length;

    LineBuffer ascii(String text) {
        grow(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    LineBuffer bytes(byte[] text) {
        grow(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    /// @param number not negative
    LineBuffer number(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        grow(digits);
        length += digits;
        long rest = number;
        for (int at = length - 1; at >= length - digits; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return this;
    }

    private void grow(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + more));
        }
    }

    /// Writes what is there if that is worth a write.
    void writeIfFull(ImapEncoder out) throws PeerGone {
        if (length >= ENOUGH) {
            write(out);
        }
    }

    void write(ImapEncoder out) throws PeerGone {
        out.bytes(bytes, 0, length);
        length = 0;
    }
}
