package org.posthorn.imap.fetch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.posthorn.common.net.Output;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.storage.message.Slice;

/// Collects short pieces, so that a hundred thousand small responses are a few hundred writes, and a response that
/// can't be ended can be taken back. As an [Output] it never waits and has no peer that could be gone.
final class LineBuffer implements Output {
    private static final int ENOUGH = 16_384;
    /// A buffer that one huge response has made larger is not kept.
    private static final int MOST_KEPT = 1 << 18;

    private byte[] bytes = new byte[ENOUGH + 1_024];
    private int length;
    private long writes;

    @Override
    public LineBuffer ascii(CharSequence text) {
        int count = text.length();
        grow(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    @Override
    public LineBuffer utf8(CharSequence text) {
        return bytes(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public LineBuffer bytes(byte[] text) {
        return bytes(text, 0, text.length);
    }

    @Override
    public LineBuffer bytes(byte[] text, int offset, int count) {
        grow(count);
        System.arraycopy(text, offset, bytes, length, count);
        length += count;
        return this;
    }

    @Override
    public LineBuffer bytes(ByteBuffer text) {
        int count = text.remaining();
        grow(count);
        text.get(bytes, length, count);
        length += count;
        return this;
    }

    @Override
    public LineBuffer crlf() {
        return ascii("\r\n");
    }

    /// @param number not negative
    @Override
    public LineBuffer number(long number) {
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

    @Override
    public void flush() {}

    /// Appends the text in quotes, if that says it to any client: printable US-ASCII with nothing to escape and
    /// no space at its ends, as nearly all text of mail is.
    ///
    /// @return whether it did
    boolean quoted(Slice text) {
        int count = text.length();
        if (count > ImapEncoder.MAX_QUOTED) {
            return false;
        }
        grow(count + 2);
        int at = length;
        bytes[at++] = '"';
        byte[] from = text.bytes();
        for (int i = text.from(); i < text.to(); i++) {
            byte b = from[i];
            if (b < ' ' || b == 0x7f || b == '"' || b == '\\') {
                return false;
            }
            bytes[at++] = b;
        }
        bytes[at++] = '"';
        if (count > 0 && (from[text.from()] == ' ' || from[text.to() - 1] == ' ')) {
            return false;
        }
        length = at;
        return true;
    }

    /// Appends once more what was appended there.
    void again(int from, int to) {
        bytes(bytes, from, to - from);
    }

    private void grow(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + more));
        }
    }

    int length() {
        return length;
    }

    /// How often something was written.
    long writes() {
        return writes;
    }

    /// Takes back what stands behind the first bytes.
    void cut(int first) {
        length = first;
    }

    /// Writes what is there if that is worth a write.
    void writeIfFull(ImapEncoder out) throws PeerGone {
        if (length >= ENOUGH) {
            write(out);
        }
    }

    void write(ImapEncoder out) throws PeerGone {
        if (length == 0) {
            return;
        }
        writes++;
        out.bytes(bytes, 0, length);
        length = 0;
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[ENOUGH + 1_024];
        }
    }
}
