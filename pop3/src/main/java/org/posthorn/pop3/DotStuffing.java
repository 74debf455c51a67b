package org.posthorn.pop3;

import java.nio.ByteBuffer;
import org.posthorn.common.net.Output;
import org.posthorn.common.net.PeerGone;

/// Writes a message as lines of an answer (RFC 1939 §3): a dot that begins a line is doubled. No other byte is changed:
/// only CRLF ends a line here, a CR or LF that stands alone is a byte like others.
/// For the connection's command thread.
final class DotStuffing {
    private static final byte[] DOT = {'.'};

    private enum Seen {
        START_OF_LINE,
        WITHIN_LINE,
        CR
    }

    private final Output out;
    private Seen seen = Seen.START_OF_LINE;

    DotStuffing(Output out) {
        this.out = out;
    }

    /// Takes what remains in the chunk.
    void write(ByteBuffer chunk) throws PeerGone {
        var start = chunk.position();
        for (int i = start; i < chunk.limit(); i++) {
            var b = chunk.get(i);
            if (b == '.' && seen == Seen.START_OF_LINE) {
                out.bytes(chunk.slice(start, i - start)).bytes(DOT);
                start = i;
            }
            seen = after(b);
        }
        out.bytes(chunk.slice(start, chunk.limit() - start));
        chunk.position(chunk.limit());
    }

    private Seen after(byte b) {
        if (b == '\r') {
            return Seen.CR;
        }
        return b == '\n' && seen == Seen.CR ? Seen.START_OF_LINE : Seen.WITHIN_LINE;
    }

    /// A last line without CRLF gets one, else the dot that ends the answer would not stand alone.
    void endLine() throws PeerGone {
        if (seen != Seen.START_OF_LINE) {
            out.crlf();
        }
    }
}
