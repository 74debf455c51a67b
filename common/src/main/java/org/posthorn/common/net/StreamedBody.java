package org.posthorn.common.net;

import java.nio.ByteBuffer;

/// What a literal and DATA have in common: the connection that they come from, and how they end early.
abstract sealed class StreamedBody implements Body permits LiteralBody, DataBody {
    static final int CHUNK = 64 * 1024;
    static final ByteBuffer END = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final SocketConnection connection;

    StreamedBody(SocketConnection connection) {
        this.connection = connection;
    }

    abstract boolean ended();

    /// At least one byte as it arrived, at most `most`.
    final Received.Run arrived(int most) throws PeerGone {
        return connection.arrived(most);
    }

    final void putBack(Received.Run unused) {
        connection.putBack(unused);
    }

    @Override
    public void discard(long discardLimit) throws PeerGone {
        long discarded = 0;
        while (!ended()) {
            discarded += next().remaining();
            if (discarded > discardLimit) {
                connection.abort("more than " + discardLimit + " bytes of an unwanted body");
                throw new PeerGone("too much to discard");
            }
        }
    }

    @Override
    public void close() {
        if (!ended()) {
            connection.abort("a body was not read to its end");
        }
    }
}
