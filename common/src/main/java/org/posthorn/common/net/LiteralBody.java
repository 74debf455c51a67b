package org.posthorn.common.net;

import java.nio.ByteBuffer;

/// A number of bytes that was announced (RFC 9051 §4.3). For the command thread only.
final class LiteralBody extends StreamedBody {
    private long left;

    LiteralBody(SocketConnection connection, long length) {
        super(connection);
        if (length < 0) {
            throw new IllegalArgumentException("literal of " + length + " bytes");
        }
        left = length;
    }

    @Override
    public ByteBuffer next() throws PeerGone {
        if (left == 0) {
            return END;
        }
        var run = arrived((int) Math.min(left, CHUNK));
        left -= run.length();
        return ByteBuffer.wrap(run.bytes(), run.from(), run.length()).slice().asReadOnlyBuffer();
    }

    @Override
    public boolean bareNewline() {
        return false;
    }

    @Override
    public void discard(long discardLimit) throws PeerGone {
        // What can't be discarded in full need not be read at all.
        super.discard(left > discardLimit ? 0 : discardLimit);
    }

    @Override
    boolean ended() {
        return left == 0;
    }
}
