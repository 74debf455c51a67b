package org.posthorn.common.net;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;

/// Stops and starts reading of a channel.
///
/// Opening goes through the event loop, so it can't overtake the closing that the event loop is in the middle of.
record ChannelTap(Channel channel) implements Inbound.Tap {

    /// `TCP_CLOSE_WAIT` of the kernel: the peer has sent its FIN.
    private static final int CLOSE_WAIT = 8;

    @Override
    public void close() {
        channel.config().setAutoRead(false);
    }

    @Override
    public void open() {
        channel.eventLoop().execute(this::openNow);
    }

    private void openNow() {
        if (channel.isOpen() && channel instanceof EpollSocketChannel epoll && registrationLost(epoll)) {
            var loop = channel.eventLoop();
            channel.deregister()
                    .addListener(_ -> loop.register(channel)
                            .addListener(_ -> channel.config().setAutoRead(true)));
        } else {
            channel.config().setAutoRead(true);
        }
    }

    // Netty 4.2.18: a channel that is not read and whose peer has hung up has no event left to wait for; Netty then
    // removes it from epoll, forgets that it did, and closes the channel when it is to be read again. What the peer
    // had sent before would be lost. To register it anew is harmless when nothing was lost.
    private static boolean registrationLost(EpollSocketChannel channel) {
        return channel.tcpInfo().state() == CLOSE_WAIT;
    }
}
