package org.posthorn.imap.fetch;

import java.nio.ByteBuffer;
import org.posthorn.common.net.PeerGone;

/// Passes the octets of a [Partial] on to a sink and drops those before and behind.
final class Window implements FieldFilter.Sink {
    private final FieldFilter.Sink sink;
    private long skip;
    private long left;

    Window(Partial partial, FieldFilter.Sink sink) {
        this.sink = sink;
        this.skip = partial.offset();
        this.left = partial.length();
    }

    @Override
    public void accept(ByteBuffer bytes) throws PeerGone {
        int dropped = (int) Math.min(skip, bytes.remaining());
        int taken = (int) Math.min(left, bytes.remaining() - dropped);
        skip -= dropped;
        left -= taken;
        if (taken > 0) {
            sink.accept(bytes.slice(bytes.position() + dropped, taken));
        }
    }

    /// Whether nothing more is wanted.
    boolean isFull() {
        return left == 0;
    }
}
