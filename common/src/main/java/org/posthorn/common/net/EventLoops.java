package org.posthorn.common.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;

/// The process's event loops. Shared by all listeners. Thread-safe.
///
/// On the JDK's selectors. Netty's own epoll transport was dropped: once the peer has hung up it reads all that the
/// kernel holds, whether the channel is to be read or not, tens of megabytes for each connection; and it loses track of
/// a channel that then waits for nothing, so that a later write fails and takes what was not sent yet along.
public final class EventLoops implements AutoCloseable {
    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), NioIoHandler.newFactory());

    EventLoopGroup group() {
        return group;
    }

    /// Closes what is still open, and waits for it.
    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(6, TimeUnit.SECONDS);
    }
}
