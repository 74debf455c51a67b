package org.posthorn.common.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.posthorn.common.tls.TlsContexts;

/// A listener on a port of its own, speaking the protocol of [ToySession].
final class Loopback implements AutoCloseable {
    static final Listener.Settings USUAL = new Listener.Settings(
            "toy",
            Listener.Security.CLEAR,
            100,
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            10_000,
            "too many\r\n");

    final BlockingQueue<ToySession> sessions = new LinkedBlockingQueue<>();
    final Listener listener;
    private final EventLoops loops = new EventLoops();

    Loopback() throws IOException {
        this(USUAL, Optional.empty());
    }

    Loopback(Listener.Settings settings, Optional<TlsContexts> tls) throws IOException {
        listener = Listener.open(
                loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), settings, tls, connection -> {
                    var session = new ToySession(connection);
                    sessions.add(session);
                    return session;
                });
    }

    static Listener.Settings with(Listener.Security security, Duration idle, Duration write, int connections) {
        return new Listener.Settings(
                USUAL.name(), security, USUAL.lineLimit(), idle, write, connections, USUAL.refusal());
    }

    Peer connect() throws IOException {
        return new Peer(
                new Socket(listener.address().getAddress(), listener.address().getPort()));
    }

    ToySession session() throws InterruptedException {
        return sessions.poll(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        listener.close();
        loops.close();
    }
}
