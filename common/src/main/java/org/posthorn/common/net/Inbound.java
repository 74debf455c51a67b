package org.posthorn.common.net;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;

/// What arrived from the peer, between the event loop that appends and the command thread that takes.
///
/// The event loop does not know whether a line, a literal or DATA is due: only the running command does, so framing
/// happens when it takes. The event loop only answers whether a command could be made of what is there.
/// Above the high mark the socket is not read until the command thread has taken enough, so a peer that sends faster
/// than its commands run holds at most that much memory and what one more read brings.
///
/// Once the peer compresses, [Inflation] stands in front: it inflates only up to the high mark, again each time
/// something was taken, so what little may stand for very much costs no more memory than a fast sender.
///
/// The monitor is held for short moments only: to copy what one read brought, to inflate some of it, to find a line.
final class Inbound {
    static final int HIGH = 64 * 1024;
    static final int LOW = 16 * 1024;

    private static final byte LF = '\n';

    /// The tap at the socket, called with the monitor held.
    interface Tap {
        /// On the event loop.
        void close();

        /// On the command thread, any time after [#close()] has returned.
        void open();
    }

    private final Tap tap;
    private final Received received = new Received();
    private final CrlfFramer framer = new CrlfFramer();
    private Optional<Inflation> inflation = Optional.empty();
    private int lineLimit;
    private boolean shut;
    private boolean ended;

    Inbound(Tap tap, int lineLimit) {
        this.tap = tap;
        this.lineLimit = lineLimit;
    }

    /// For the event loop.
    ///
    /// @return whether a line could be made of what has arrived, or must be refused
    synchronized boolean append(ByteBuf in) {
        if (ended) {
            return false;
        }
        int before = received.size();
        if (inflation.isPresent()) {
            inflation.get().append(in);
            inflate();
        } else {
            received.append(in);
        }
        if (!shut && held() >= high()) {
            shut = true;
            tap.close();
        }
        notifyAll();
        return ended || received.indexOf(LF, before) >= 0 || CrlfFramer.beyond(lineLimit, received.size());
    }

    /// What arrives from now on is compressed, and so is what has arrived and was not taken. For the command thread.
    synchronized void compressed(String connection) {
        var started = new Inflation(connection);
        started.append(received.take(Integer.MAX_VALUE));
        framer.restart();
        inflation = Optional.of(started);
        inflate();
    }

    /// What arrives from now on is as it is again, and so is what arrived behind the end of the compressed bytes.
    synchronized void plain() {
        inflation.ifPresent(ending -> {
            ending.rest(received);
            release();
        });
    }

    /// Nothing more will arrive; what has arrived can still be taken. For any thread.
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// Nothing will be taken any more.
    synchronized void close() {
        ended = true;
        release();
        drop();
    }

    synchronized boolean ended() {
        return ended;
    }

    synchronized void lineLimit(int bytes) {
        lineLimit = bytes;
        openWhen(held() < high());
    }

    /// Bytes that can be taken.
    synchronized int size() {
        return received.size();
    }

    /// Bytes that wait to be taken, as they arrived or inflated.
    synchronized int held() {
        return received.size() + inflation.map(Inflation::waiting).orElse(0);
    }

    /// The next line if it has arrived.
    ///
    /// @throws BadLine see [CrlfFramer#next]; when its end was given up, nothing more arrives
    Optional<byte[]> line() throws BadLine {
        var line = cut();
        while (line.isEmpty() && more()) {
            line = cut();
        }
        return line;
    }

    private synchronized Optional<byte[]> cut() throws BadLine {
        try {
            var line = framer.next(received, lineLimit);
            openWhen(held() <= LOW);
            return line;
        } catch (BadLine bad) {
            ended |= framer.endless();
            openWhen(held() <= LOW);
            throw bad;
        }
    }

    /// Whether more came out of what has arrived; else it has to arrive.
    private synchronized boolean more() {
        boolean more = inflate();
        openWhen(!more);
        return more;
    }

    /// What has arrived, whatever it is, at most `most` bytes; maybe none.
    synchronized Received.Run take(int most) {
        framer.restart();
        if (received.size() == 0) {
            inflate();
        }
        var run = received.take(most);
        openWhen(held() <= LOW);
        return run;
    }

    synchronized void putBack(Received.Run unused) {
        received.putBack(unused);
    }

    synchronized void drop() {
        framer.restart();
        received.clear();
        openWhen(held() <= LOW);
    }

    /// Before the connection falls idle.
    synchronized void trim() {
        received.trim();
    }

    /// Waits until more than `size` bytes are there or none will come any more.
    ///
    /// @throws PeerGone nothing came for that long
    synchronized void awaitBeyond(int size, Duration silence) throws PeerGone {
        var deadline = Deadline.in(silence);
        inflate();
        openWhen(held() <= size);
        while (received.size() <= size && !ended) {
            if (!deadline.await(this)) {
                throw new PeerGone("silent for " + silence);
            }
        }
    }

    /// @return whether there is more to take now
    private boolean inflate() {
        if (inflation.isEmpty() || framer.endless()) {
            return false;
        }
        boolean more = inflation.get().inflate(received, high());
        ended |= inflation.get().broken();
        return more;
    }

    private void release() {
        inflation.ifPresent(Inflation::end);
        inflation = Optional.empty();
    }

    // A line may be longer than the high mark: then the mark is no reason to stop reading it.
    private int high() {
        return Math.max(HIGH, lineLimit + 2);
    }

    private void openWhen(boolean enoughTaken) {
        if (shut && enoughTaken) {
            shut = false;
            tap.open();
        }
    }
}
