package org.posthorn.common.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rests for a second when a connection can't be accepted. The kernel keeps the connection and says so again at once,
/// so with too many open files the event loop would do nothing else.
final class AcceptFailures extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(AcceptFailures.class);

    private final String listener;

    AcceptFailures(String listener) {
        this.listener = listener;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var config = context.channel().config();
        if (config.isAutoRead()) {
            log.atWarn()
                    .addKeyValue("listener", listener)
                    .addKeyValue("why", cause.toString())
                    .log("can't accept connections; trying again in a second");
            config.setAutoRead(false);
            context.executor().schedule(() -> config.setAutoRead(true), 1, TimeUnit.SECONDS);
        }
    }
}
