package org.posthorn.common.net;

import io.netty.channel.Channel;

/// Stops and starts reading of a channel.
///
/// Opening goes through the event loop, so it can't overtake the closing that the event loop is in the middle of.
record ChannelTap(Channel channel) implements Inbound.Tap {

    @Override
    public void close() {
        channel.config().setAutoRead(false);
    }

    @Override
    public void open() {
        channel.eventLoop().execute(() -> channel.config().setAutoRead(true));
    }
}
