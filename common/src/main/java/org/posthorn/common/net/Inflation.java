package org.posthorn.common.net;

import io.netty.buffer.ByteBuf;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What arrives compressed (RFC 1951), and what comes out of it as far as somebody wants it: a few bytes can stand for
/// a thousand times as many, so they stay compressed until there is room. Not thread-safe; [Inbound] guards it.
///
/// The window of the peer's compressor, some 40 KiB outside of the heap, is needed as long as the connection is
/// compressed.
final class Inflation {
    private static final Logger log = LoggerFactory.getLogger(Inflation.class);
    private static final int PIECE = 8 * 1024;
    private static final Received.Run NOTHING = new Received.Run(new byte[0], 0, 0);

    private final String connection;
    private final Inflater inflater = new Inflater(true);
    private final Received queue = new Received();
    private Received.Run input = NOTHING;
    private boolean stopped;
    private boolean broken;

    /// @param connection for the log
    Inflation(String connection) {
        this.connection = connection;
    }

    void append(ByteBuf in) {
        queue.append(in);
    }

    /// Takes over what has arrived already.
    void append(Received.Run arrived) {
        queue.putBack(arrived);
    }

    /// Bytes that wait to be inflated.
    int waiting() {
        return queue.size() + inflater.getRemaining();
    }

    /// Whether what came is not what RFC 1951 describes: no byte behind that means anything.
    boolean broken() {
        return broken;
    }

    /// Inflates until `plain` holds `enough` bytes, or nothing more comes out of what has arrived.
    ///
    /// @return whether anything came out
    boolean inflate(Received plain, int enough) {
        int before = plain.size();
        if (before >= enough || broken || (!stopped && waiting() == 0)) {
            return false;
        }
        try {
            inflateInto(plain, enough);
        } catch (DataFormatException e) {
            broken = true;
            log.atDebug()
                    .addKeyValue("conn", connection)
                    .addKeyValue("why", e.getMessage())
                    .log("what the peer compressed can't be read");
        }
        return plain.size() > before;
    }

    private void inflateInto(Received plain, int enough) throws DataFormatException {
        var piece = new byte[Math.min(PIECE, enough - plain.size())];
        int length;
        do {
            if (inflater.getRemaining() == 0 && queue.size() > 0 && !inflater.finished()) {
                input = queue.take(Integer.MAX_VALUE);
                inflater.setInput(input.bytes(), input.from(), input.length());
            }
            length = inflater.inflate(piece, 0, Math.min(piece.length, enough - plain.size()));
            plain.append(piece, 0, length);
        } while (length > 0 && plain.size() < enough);
        // Stopped for want of room, not of input: more may come out although all that arrived has gone in.
        stopped = length > 0;
        if (inflater.getRemaining() == 0) {
            input = NOTHING;
        }
    }

    /// Hands over what arrived behind the end of the compressed bytes, if the peer has ended them.
    void rest(Received plain) {
        int length = inflater.getRemaining();
        plain.append(input.bytes(), input.to() - length, length);
        var behind = queue.take(Integer.MAX_VALUE);
        plain.append(behind.bytes(), behind.from(), behind.length());
    }

    /// Lets go of what is outside of the heap.
    void end() {
        inflater.end();
    }
}
