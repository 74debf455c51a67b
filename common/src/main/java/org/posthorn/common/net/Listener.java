package org.posthorn.common.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.posthorn.common.tls.TlsContexts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One listening address of one protocol, and the connections that came through it. Thread-safe.
public final class Listener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 1024;
    private static final Duration GOODBYES = Duration.ofSeconds(5);
    private static final Duration LAST_COMMANDS = Duration.ofSeconds(1);

    /// Short, and unique in the life of the process.
    private static final AtomicLong IDS = new AtomicLong();

    /// Whether TLS starts at once, on request, or not at all.
    public enum Security {
        CLEAR,
        STARTTLS,
        IMPLICIT
    }

    /// How the connections of a listener behave until their session changes it.
    ///
    /// @param name         for logs: `smtp`, `submission`, `imaps`, …
    /// @param lineLimit    bytes of a line without CRLF
    /// @param idleTimeout  silence of the peer, also the limit of a TLS handshake's stillness
    /// @param writeTimeout how long the peer may read nothing while we have something to say
    /// @param connections  how many at once; further ones are closed at once with `refusal`
    /// @param refusal      the protocol's line for a connection too many, with its CRLF
    public record Settings(
            String name,
            Security security,
            int lineLimit,
            Duration idleTimeout,
            Duration writeTimeout,
            int connections,
            String refusal) {}

    private final Settings settings;
    private final Optional<TlsContexts> tls;
    private final Function<Connection, Session> sessions;
    private final Map<String, SocketConnection> open = new ConcurrentHashMap<>();
    private volatile Channel server;
    private volatile boolean closing;

    private Listener(Settings settings, Optional<TlsContexts> tls, Function<Connection, Session> sessions) {
        this.settings = settings;
        this.tls = tls;
        this.sessions = sessions;
    }

    /// @param tls needed unless security is CLEAR
    /// @param sessions called on the command thread of each new connection
    /// @throws IOException the address can't be had; the message names it and why
    public static Listener open(
            EventLoops loops,
            InetSocketAddress address,
            Settings settings,
            Optional<TlsContexts> tls,
            Function<Connection, Session> sessions)
            throws IOException {
        if (settings.security() != Security.CLEAR && tls.isEmpty()) {
            throw new IllegalArgumentException(settings.name() + " needs a certificate");
        }
        var listener = new Listener(settings, tls, sessions);
        listener.bind(loops, address);
        return listener;
    }

    /// The bound address; its port is the real one when 0 was asked for.
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /// How many connections are open now.
    public int connections() {
        return open.size();
    }

    /// Stops accepting, lets sessions say goodbye ([Session#shutdown()]) after their running command, waits for a
    /// few seconds at most, closes what is left.
    @Override
    public void close() {
        closing = true;
        server.close().awaitUninterruptibly();
        open.values().forEach(SocketConnection::shutdown);
        if (!awaitNone(GOODBYES)) {
            log.atWarn()
                    .addKeyValue("listener", settings.name())
                    .addKeyValue("connections", open.size())
                    .log("closing connections that did not end by themselves");
            open.values().forEach(SocketConnection::closeNow);
            awaitNone(LAST_COMMANDS);
        }
    }

    private void bind(EventLoops loops, InetSocketAddress address) throws IOException {
        var bound = new ServerBootstrap()
                .group(loops.group())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .handler(new AcceptFailures(settings.name()))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw BindFailure.of(address, bound.cause());
        }
        server = bound.channel();
    }

    private void accept(Channel channel) {
        if (closing) {
            channel.close();
        } else if (open.size() >= settings.connections()) {
            refuse(channel);
        } else {
            take(channel);
        }
    }

    private void take(Channel channel) {
        var id = "c" + Long.toString(IDS.incrementAndGet(), Character.MAX_RADIX);
        var connection = new SocketConnection(id, channel, settings, tls, sessions, () -> gone(id));
        open.put(id, connection);
        connection.attach();
        if (closing) {
            // Accepted while close() was already telling the others.
            connection.shutdown();
        }
    }

    private void refuse(Channel channel) {
        log.atWarn()
                .addKeyValue("listener", settings.name())
                .addKeyValue("remote", channel.remoteAddress())
                .addKeyValue("limit", settings.connections())
                .log("too many connections: refused one");
        // Before a TLS handshake there is no way to say it.
        var refusal = settings.security() == Security.IMPLICIT ? "" : settings.refusal();
        channel.eventLoop()
                .execute(() -> channel.writeAndFlush(Unpooled.copiedBuffer(refusal, StandardCharsets.US_ASCII))
                        .addListener(ChannelFutureListener.CLOSE));
    }

    private void gone(String id) {
        open.remove(id);
        synchronized (open) {
            open.notifyAll();
        }
    }

    private boolean awaitNone(Duration time) {
        var deadline = Deadline.in(time);
        synchronized (open) {
            while (!open.isEmpty()) {
                if (!deadline.await(open)) {
                    return false;
                }
            }
        }
        return true;
    }
}
