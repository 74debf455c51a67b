package org.posthorn.common.net;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One TLS handshake of a connection, from the first byte or after a STARTTLS reply. A failed one closes the channel.
final class Handshake {
    private static final Logger log = LoggerFactory.getLogger(Handshake.class);

    /// No honest peer takes longer; one that never finishes would hold its engine for the whole idle timeout.
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final SSLEngine engine;
    private final Duration limit;
    private final String connection;
    private final CompletableFuture<TlsFacts> facts = new CompletableFuture<>();

    Handshake(SSLEngine engine, Duration idleTimeout, String connection) {
        this.engine = engine;
        this.limit = idleTimeout.compareTo(LONGEST) < 0 ? idleTimeout : LONGEST;
        this.connection = connection;
    }

    /// Completed on the event loop.
    CompletableFuture<TlsFacts> facts() {
        return facts;
    }

    /// Puts TLS before everything else in the channel. On the event loop.
    ///
    /// @param clearFirst whether the next thing that is written goes out in the clear
    void begin(Channel channel, boolean clearFirst) {
        var handler = new SslHandler(engine, clearFirst);
        handler.setHandshakeTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        channel.pipeline().addFirst(handler);
        channel.closeFuture().addListener(_ -> facts.completeExceptionally(new PeerGone("closed in the handshake")));
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                var session = engine.getSession();
                facts.complete(new TlsFacts(session.getProtocol(), session.getCipherSuite()));
            } else {
                log.atInfo()
                        .addKeyValue("conn", connection)
                        .addKeyValue("remote", channel.remoteAddress())
                        .addKeyValue("why", done.cause().toString())
                        .log("TLS handshake failed");
                channel.close();
            }
        });
    }

    /// For the command thread.
    TlsFacts await() throws PeerGone {
        try {
            return facts.get(limit.toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new PeerGone("TLS handshake failed");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PeerGone("interrupted");
        }
    }
}
