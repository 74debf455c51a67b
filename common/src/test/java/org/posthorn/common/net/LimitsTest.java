package org.posthorn.common.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Peers that send too much, read nothing, or do nothing, over real sockets.
@Timeout(60)
class LimitsTest {

    @Test
    void badLinesAreToldAndTheConversationGoesOn() throws Exception {
        try (var server = new Loopback();
                var peer = server.connect()) {
            peer.send("x".repeat(101) + "\r\nbare\nok\r\nNEXT\r\nbare\nNEXT\r\n" + "y".repeat(70_000) + "\r\nQUIT\r\n");
            assertEquals(
                    "hello\r\nTOO_LONG\r\nBARE_LF\r\n<ok>\r\nnext BARE_LF\r\nnext TOO_LONG\r\nbye\r\n", peer.rest());
        }
    }

    @Test
    void anEndlessLineEndsTheConnection() throws Exception {
        try (var server = new Loopback();
                var peer = server.connect()) {
            assertEquals("hello", peer.line());
            var chunk = new byte[64 * 1024];
            assertThrows(SocketException.class, () -> {
                while (true) {
                    peer.send(chunk);
                }
            });
            assertTrue(server.session().closed.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aLineMayBeLongerThanTheHighMark() throws Exception {
        try (var server = new Loopback();
                var peer = server.connect()) {
            peer.send("LIMIT 300000\r\n");
            assertEquals("hello", peer.line());
            assertEquals("limit", peer.line());
            var longest = "z".repeat(300_000);
            peer.send("a\r\n".repeat(10_000) + longest + "\r\n");
            for (int i = 0; i < 10_000; i++) {
                assertEquals("<a>", peer.line());
            }
            assertEquals(
                    "<" + longest + ">", new String(peer.read(300_002), java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    @Test
    void aConsumerThatIsBehindStopsTheSender() throws Exception {
        try (var server = new Loopback();
                var peer = server.connect()) {
            assertEquals("hello", peer.line());
            var connection = (SocketConnection) server.session().connection;
            var go = new CountDownLatch(1);
            connection.post(() -> await(go));
            var sending = Thread.startVirtualThread(() -> {
                try {
                    peer.send("LIT 50000000\r\n");
                    peer.send(new byte[50_000_000]);
                    peer.socket.shutdownOutput();
                } catch (IOException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            while (connection.held() < Inbound.HIGH) {
                Thread.onSpinWait();
            }
            // The kernel's buffers fill up; ours must not.
            sending.join(Duration.ofMillis(500));
            assertTrue(sending.isAlive());
            assertTrue(connection.held() < 3 * Inbound.HIGH, "held " + connection.held());
            go.countDown();
            assertEquals(50_000_002, peer.read(50_000_002).length);
            sending.join();
        }
    }

    /// Netty's epoll transport reads on when it hears that the peer has hung up, and may close the channel on the way.
    @Test
    void whatWasSentBeforeThePeerHungUpWaitsForItsConsumer() throws Exception {
        try (var server = new Loopback();
                var peer = server.connect()) {
            assertEquals("hello", peer.line());
            var connection = (SocketConnection) server.session().connection;
            var go = new CountDownLatch(1);
            connection.post(() -> await(go));
            // Fits into the kernel's buffers, so the end arrives while the command still runs.
            peer.send("LIT 500000\r\n").send(new byte[500_000]).send("QUIT\r\n");
            peer.socket.shutdownOutput();
            while (connection.held() < Inbound.HIGH) {
                Thread.onSpinWait();
            }
            assertTrue(connection.held() < 3 * Inbound.HIGH, "held " + connection.held());
            go.countDown();
            assertEquals(500_002, peer.read(500_002).length);
            assertEquals("\r\nbye\r\n", peer.rest());
        }
    }

    @Test
    void aSessionMayEndWithInputUnread() throws Exception {
        try (var server = new Loopback();
                var peer = server.connect()) {
            assertEquals("hello", peer.line());
            var session = server.session();
            var connection = (SocketConnection) session.connection;
            var go = new CountDownLatch(1);
            connection.post(() -> {
                await(go);
                connection.closeAfterFlush();
                try {
                    session.say("enough");
                } catch (PeerGone gone) {
                    throw new IllegalStateException(gone);
                }
            });
            peer.send(new byte[500_000]);
            peer.socket.shutdownOutput();
            while (connection.held() < Inbound.HIGH) {
                Thread.onSpinWait();
            }
            go.countDown();
            assertEquals("enough\r\n", peer.rest());
        }
    }

    @Test
    void aPeerThatNeverReadsIsGoneAfterTheWriteTimeout() throws Exception {
        var settings = Loopback.with(Listener.Security.CLEAR, Duration.ofSeconds(20), Duration.ofMillis(500), 10);
        try (var server = new Loopback(settings, Optional.empty());
                var peer = server.connect()) {
            peer.send("SPAM 1000000\r\n");
            var session = server.session();
            assertTrue(session.closed.await(20, TimeUnit.SECONDS));
            assertTrue(((SocketConnection) session.connection).isGone());
        }
    }

    @Test
    void aPeerThatReadsSlowlyGetsEverything() throws Exception {
        try (var server = new Loopback();
                var peer = server.connect()) {
            peer.send("SPAM 20000\r\nQUIT\r\n");
            assertEquals("hello", peer.line());
            var bytes = peer.read(20_000 * 1024);
            assertEquals(20_000 * 1024, bytes.length);
            assertEquals("bye\r\n", peer.rest());
        }
    }

    @Test
    void aThousandIdleConnectionsHaveNoThreadAndCanAllBePostedTo() throws Exception {
        try (var server = new Loopback()) {
            var peers = new ArrayList<Peer>();
            for (int i = 0; i < 1000; i++) {
                peers.add(server.connect());
            }
            for (var peer : peers) {
                assertEquals("hello", peer.line());
            }
            var sessions = new ArrayList<ToySession>();
            server.sessions.drainTo(sessions);
            for (var session : sessions) {
                while (((SocketConnection) session.connection).running()) {
                    Thread.onSpinWait();
                }
            }
            for (var session : sessions) {
                session.connection.post(() -> {
                    try {
                        session.say("news");
                    } catch (PeerGone gone) {
                        throw new IllegalStateException(gone);
                    }
                });
            }
            for (var peer : peers) {
                assertEquals("news", peer.line());
                peer.close();
            }
        }
    }

    @Test
    void saysWhyAnAddressCannotBeHad() throws Exception {
        try (var server = new Loopback();
                var loops = new EventLoops()) {
            assertEquals(
                    "can't listen on 127.0.0.1:" + server.listener.address().getPort()
                            + ": the port is in use by another process; stop it or choose another port in [listen]",
                    refusal(loops, server.listener.address()));
            var elsewhere = new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 0);
            assertEquals(
                    "can't listen on 192.0.2.1:0: this machine does not have that address; choose another in [listen]",
                    refusal(loops, elsewhere));
        }
    }

    @Test
    void writesIpv6AddressesAsTheConfigurationDoes() throws Exception {
        assertEquals("[::]:25", BindFailure.written(new InetSocketAddress(InetAddress.getByName("::"), 25)));
        assertEquals(
                "127.0.0.1:25", BindFailure.written(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 25)));
        assertTrue(BindFailure.of(
                        new InetSocketAddress(InetAddress.getByName("::"), 25), new IOException("Permission denied"))
                .getMessage()
                .startsWith("can't listen on [::]:25: permission denied: ports below 1024 need root or CAP_NET"));
    }

    @Test
    void aBodyLargerThanItsDiscardLimitEndsTheConnection() throws Exception {
        try (var server = new Loopback();
                var peer = server.connect()) {
            assertEquals("hello", peer.line());
            var connection = server.session().connection;
            var gone = new CountDownLatch(1);
            connection.post(() -> {
                try (var body = connection.data()) {
                    body.discard(1000);
                } catch (PeerGone expected) {
                    gone.countDown();
                }
            });
            var line = new byte[2000];
            Arrays.fill(line, (byte) 'x');
            peer.send(line);
            assertTrue(gone.await(10, TimeUnit.SECONDS));
            assertEquals("EOF", peer.line());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static String refusal(EventLoops loops, InetSocketAddress address) {
        return assertThrows(
                        IOException.class,
                        () -> Listener.open(loops, address, Loopback.USUAL, Optional.empty(), connection -> {
                            throw new IllegalStateException("nobody can connect");
                        }))
                .getMessage();
    }
}
