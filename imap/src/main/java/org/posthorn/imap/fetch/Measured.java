package org.posthorn.imap.fetch;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;

/// A value whose size is known only when it has been made, although its literal begins with the size: it is made once
/// to be counted, and when it is too big to be kept, a second time to be sent. Reused from value to value.
final class Measured implements FieldFilter.Sink {
    /// More than nearly every header and small enough for each of thousands of connections.
    private static final int MOST_KEPT = 65_536;

    private byte[] kept = new byte[4_096];
    private long size;
    private boolean nul;

    /// Makes the value, the same each time.
    interface Source {
        void pour(Window to) throws PeerGone;
    }

    /// Counts the octets of a value.
    void measure(Partial partial, Source source) throws PeerGone {
        size = 0;
        nul = false;
        source.pour(new Window(partial, this));
    }

    long size() {
        return size;
    }

    boolean hasNul() {
        return nul;
    }

    @Override
    public void accept(ByteBuffer bytes) {
        int count = bytes.remaining();
        for (int i = bytes.position(); !nul && i < bytes.limit(); i++) {
            nul = bytes.get(i) == 0;
        }
        if (size + count <= MOST_KEPT) {
            if (size + count > kept.length) {
                kept = Arrays.copyOf(kept, Math.min(MOST_KEPT, Math.max(2 * kept.length, (int) size + count)));
            }
            bytes.get(bytes.position(), kept, (int) size, count);
        }
        size += count;
    }

    /// Writes the octets of the value that was measured.
    void write(ImapEncoder out, Partial partial, Source source) throws PeerGone {
        if (size <= MOST_KEPT) {
            out.bytes(kept, 0, (int) size);
            return;
        }
        var sent = new long[1];
        source.pour(new Window(partial, bytes -> {
            sent[0] += bytes.remaining();
            out.bytes(bytes);
        }));
        if (sent[0] != size) {
            throw new IllegalStateException("a value of " + size + " octets came out as " + sent[0]);
        }
    }
}
