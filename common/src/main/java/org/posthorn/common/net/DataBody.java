package org.posthorn.common.net;

import java.nio.ByteBuffer;

/// The lines of DATA, up to CRLF.CRLF (RFC 5321 §4.1.1.4). For the command thread only.
final class DataBody extends StreamedBody {
    private final DotUnstuffer unstuffer = new DotUnstuffer();
    private byte[] chunk = {};

    DataBody(SocketConnection connection) {
        super(connection);
    }

    @Override
    public ByteBuffer next() throws PeerGone {
        while (!unstuffer.ended()) {
            var run = arrived(CHUNK - 1);
            if (chunk.length <= run.length()) {
                chunk = new byte[run.length() + 1];
            }
            int length = unstuffer.unstuff(run.bytes(), run.from(), run.to(), chunk);
            if (unstuffer.consumed() < run.length()) {
                putBack(new Received.Run(run.bytes(), run.from() + unstuffer.consumed(), run.to()));
            }
            if (length > 0) {
                return ByteBuffer.wrap(chunk, 0, length).slice().asReadOnlyBuffer();
            }
        }
        return END;
    }

    @Override
    public boolean bareNewline() {
        return unstuffer.bareNewline();
    }

    @Override
    boolean ended() {
        return unstuffer.ended();
    }
}
