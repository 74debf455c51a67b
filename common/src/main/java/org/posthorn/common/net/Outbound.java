package org.posthorn.common.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/// Bursts on their way to the peer: never more than a fixed amount, the writer waits for the rest.
/// For the command thread; completions come from the event loop.
final class Outbound {
    static final int HIGH = 64 * 1024;
    static final int LOW = 32 * 1024;

    private final Channel channel;
    private final Duration timeout;
    private int pending;
    private int completions;
    private boolean gone;

    Outbound(Channel channel, Duration timeout) {
        this.channel = channel;
        this.timeout = timeout;
    }

    /// @param bytes ours from now on
    void send(byte[] bytes, int length) throws PeerGone {
        awaitRoom(length);
        var burst = Unpooled.wrappedBuffer(bytes, 0, length);
        try {
            channel.eventLoop()
                    .execute(() ->
                            channel.writeAndFlush(burst).addListener(written -> sent(length, written.isSuccess())));
        } catch (RejectedExecutionException stopped) {
            gone();
            throw new PeerGone("the server stops");
        }
    }

    /// Nothing can be sent any more. For any thread.
    synchronized void gone() {
        gone = true;
        notifyAll();
    }

    synchronized boolean isGone() {
        return gone;
    }

    private synchronized void awaitRoom(int length) throws PeerGone {
        if (pending >= HIGH) {
            awaitLow();
        }
        if (gone) {
            throw new PeerGone("the connection is closed");
        }
        pending += length;
    }

    private void awaitLow() throws PeerGone {
        var deadline = Deadline.in(timeout);
        int seen = completions;
        while (pending > LOW && !gone) {
            if (!deadline.await(this)) {
                gone = true;
                channel.close();
                throw new PeerGone("has read nothing for " + timeout);
            }
            if (seen != completions) {
                seen = completions;
                deadline = Deadline.in(timeout);
            }
        }
    }

    private synchronized void sent(int length, boolean success) {
        pending -= length;
        completions++;
        gone |= !success;
        notifyAll();
    }
}
