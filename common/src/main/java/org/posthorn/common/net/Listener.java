package org.posthorn.common.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.posthorn.common.tls.TlsContexts;

/// One listening address of one protocol.
public final class Listener implements AutoCloseable {

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

    /// @param tls needed unless security is CLEAR
    /// @throws IOException the address can't be had; the message names it and why
    public static Listener open(
            EventLoops loops,
            InetSocketAddress address,
            Settings settings,
            Optional<TlsContexts> tls,
            Function<Connection, Session> sessions)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /// The bound address; its port is the real one when 0 was asked for.
    public InetSocketAddress address() {
        throw new UnsupportedOperationException();
    }

    /// How many connections are open now.
    public int connections() {
        throw new UnsupportedOperationException();
    }

    /// Stops accepting, lets sessions say goodbye ([Session#shutdown()]) after their running command, waits for a
    /// few seconds at most, closes what is left.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
