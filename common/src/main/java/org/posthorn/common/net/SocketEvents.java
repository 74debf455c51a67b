package org.posthorn.common.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens at the socket, told to its connection. On the event loop.
final class SocketEvents extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(SocketEvents.class);

    private final SocketConnection connection;

    SocketEvents(SocketConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        try {
            connection.received(bytes);
        } finally {
            bytes.release();
        }
    }

    /// The peer sends no more, but may still read: what it asked for before is done and answered.
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            var tls = context.pipeline().get(SslHandler.class);
            if (tls != null && !tls.handshakeFuture().isDone()) {
                context.close();
            }
            connection.inputEnded();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.atDebug()
                .addKeyValue("conn", connection.id())
                .addKeyValue("why", cause.toString())
                .log("connection broken");
        context.close();
    }
}
