package org.posthorn.common.net;

import java.util.Optional;
import java.util.zip.Deflater;

/// Compresses what is sent (RFC 1951). The peer can read all that was put in after each [#flush].
///
/// A compressor takes some 256 KiB outside of the heap. So an idle connection has none: at [#rest] its dictionary is
/// forgotten in a way that RFC 1951 allows in the middle of a stream (a full flush), and the next byte gets a new one.
/// Long answers lose nothing by that, short ones between two pauses some of their repetitions. For the command thread.
final class Deflation {
    /// Fast: replies are repetitive text, and the machine has other things to do.
    private static final int LEVEL = 3;

    private static final byte[] NOTHING = {};

    private Optional<Deflater> deflater = Optional.empty();
    private boolean unflushed;

    /// Where compressed bytes go.
    interface Sink {
        /// @param bytes the sink's from now on
        void send(byte[] bytes, int length) throws PeerGone;
    }

    /// Compresses; some of it may come out later.
    void write(byte[] bytes, int length, Sink sink) throws PeerGone {
        unflushed = true;
        run(bytes, length, Deflater.NO_FLUSH, sink);
    }

    /// Sends out everything that was put in.
    void flush(Sink sink) throws PeerGone {
        if (unflushed) {
            run(NOTHING, 0, Deflater.SYNC_FLUSH, sink);
            unflushed = false;
        }
    }

    /// As [#flush], and holds no memory any more until there is something to write again.
    void rest(Sink sink) throws PeerGone {
        if (deflater.isPresent()) {
            run(NOTHING, 0, Deflater.FULL_FLUSH, sink);
            unflushed = false;
            end();
        }
    }

    /// Ends the stream in the way that RFC 1951 marks, so that the peer knows where it ends.
    void finish(Sink sink) throws PeerGone {
        var running = deflater();
        running.finish();
        while (!running.finished()) {
            var piece = new byte[BurstOutput.BURST];
            sink.send(piece, running.deflate(piece));
        }
        end();
    }

    /// Lets go of what is outside of the heap, whatever is in it.
    void end() {
        deflater.ifPresent(Deflater::end);
        deflater = Optional.empty();
    }

    private Deflater deflater() {
        var running = deflater.orElseGet(() -> new Deflater(LEVEL, true));
        deflater = Optional.of(running);
        return running;
    }

    private void run(byte[] bytes, int length, int flush, Sink sink) throws PeerGone {
        var running = deflater();
        running.setInput(bytes, 0, length);
        int produced;
        do {
            var piece = new byte[BurstOutput.BURST];
            produced = running.deflate(piece, 0, piece.length, flush);
            if (produced > 0) {
                sink.send(piece, produced);
            }
        } while (produced == BurstOutput.BURST);
    }
}
