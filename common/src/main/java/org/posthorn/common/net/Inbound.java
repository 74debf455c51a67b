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
/// The monitor is held for short moments only: to copy what one read brought, to find a line.
final class Inbound {
    static final int HIGH = 64 * 1024;
    static final int LOW = 16 * 1024;

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
        boolean lf = in.bytesBefore((byte) '\n') >= 0;
        received.append(in);
        if (!shut && received.size() >= high()) {
            shut = true;
            tap.close();
        }
        notifyAll();
        return lf || CrlfFramer.beyond(lineLimit, received.size());
    }

    /// Nothing more will arrive; what has arrived can still be taken. For any thread.
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized boolean ended() {
        return ended;
    }

    synchronized void lineLimit(int bytes) {
        lineLimit = bytes;
        openWhen(received.size() < high());
    }

    synchronized int size() {
        return received.size();
    }

    /// The next line if it has arrived.
    ///
    /// @throws BadLine see [CrlfFramer#next]; when its end was given up, nothing more arrives
    synchronized Optional<byte[]> line() throws BadLine {
        try {
            var line = framer.next(received, lineLimit);
            openWhen(line.isEmpty() || received.size() <= LOW);
            return line;
        } catch (BadLine bad) {
            ended |= framer.endless();
            openWhen(received.size() <= LOW);
            throw bad;
        }
    }

    /// What has arrived, whatever it is, at most `most` bytes; maybe none.
    synchronized Received.Run take(int most) {
        framer.restart();
        var run = received.take(most);
        openWhen(received.size() <= LOW);
        return run;
    }

    synchronized void putBack(Received.Run unused) {
        received.putBack(unused);
    }

    synchronized void drop() {
        framer.restart();
        received.clear();
        openWhen(received.size() <= LOW);
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
        openWhen(received.size() <= size);
        while (received.size() <= size && !ended) {
            if (!deadline.await(this)) {
                throw new PeerGone("silent for " + silence);
            }
        }
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
