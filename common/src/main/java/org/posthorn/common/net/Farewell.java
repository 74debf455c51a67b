package org.posthorn.common.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The end of a connection: sends what is written, says that no more will come, and waits a moment for the peer to
/// hang up, dropping what it still sends. To close at once would make the kernel send a reset when unread input waits,
/// and the peer could lose our last reply with it. The channel is being read: [Inbound#drop()] saw to it.
final class Farewell extends ChannelInboundHandlerAdapter {
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Duration writeTimeout;
    private Future<?> limit;

    Farewell(Duration writeTimeout) {
        this.writeTimeout = writeTimeout;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        var channel = context.channel();
        closeAfter(context, writeTimeout);
        channel.closeFuture().addListener(_ -> limit.cancel(false));
        var tls = channel.pipeline().get(SslHandler.class);
        var sent = tls == null ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
        sent.addListener(_ -> hangUp(context));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private void hangUp(ChannelHandlerContext context) {
        var channel = (DuplexChannel) context.channel();
        if (channel.isInputShutdown()) {
            channel.close();
        } else if (channel.isActive()) {
            limit.cancel(false);
            closeAfter(context, LINGER);
            channel.shutdownOutput();
        }
    }

    private void closeAfter(ChannelHandlerContext context, Duration time) {
        limit = context.executor().schedule(() -> context.close(), time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
