package org.posthorn.common.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// How a session is driven, over real sockets.
class ConversationTest {

    @Test
    void greetsAndAnswersLines() throws Exception {
        try (var server = new Loopback();
                var peer = server.connect()) {
            assertEquals("hello", peer.line());
            peer.send("one\r\n");
            assertEquals("<one>", peer.line());
            peer.send("two\r\nthree\r\nQUIT\r\nfour\r\n");
            assertEquals("<two>\r\n<three>\r\nbye\r\n", peer.rest());
        }
    }

    @Test
    void answersWhatWasSentBeforeThePeerHungUp() throws Exception {
        try (var server = new Loopback();
                var peer = server.connect()) {
            peer.send("one\r\nDATA\r\nbody\r\n.\r\ntwo\r\nhalf a line");
            peer.socket.shutdownOutput();
            assertEquals("hello\r\n<one>\r\ngo\r\n[body\r\n]\r\n<two>\r\n", peer.rest());
            var session = server.session();
            assertTrue(session.closed.await(10, TimeUnit.SECONDS));
            assertEquals(1, session.closedCalls.get());
        }
    }

    @Test
    void readsLiteralsAndContinuationLinesInOneBurst() throws Exception {
        try (var server = new Loopback();
                var peer = server.connect()) {
            peer.send("LIT 5\r\na\r\n.\0rest\r\nNEXT\r\nmore\r\nLIT 0\r\nQUIT\r\n");
            assertEquals("hello\r\n[a\r\n.\0]\r\n<rest>\r\nnext <more>\r\n[]\r\nbye\r\n", peer.rest());
        }
    }

    @Test
    void aSessionThatFailsEndsItsConnectionOnly() throws Exception {
        try (var server = new Loopback();
                var other = server.connect();
                var peer = server.connect()) {
            assertEquals("hello", other.line());
            peer.send("FAIL\r\nnever\r\n");
            assertEquals("hello\r\n", peer.rest());
            other.send("still\r\n");
            assertEquals("<still>", other.line());
        }
    }

    @Test
    void aBodyThatIsLeftHalfReadEndsTheConnection() throws Exception {
        try (var server = new Loopback();
                var peer = server.connect()) {
            peer.send("HALF\r\nQUIT\r\nQUIT\r\n");
            assertEquals("hello\r\n", peer.rest());
        }
    }

    @Test
    void saysGoodbyeToASilentPeer() throws Exception {
        var settings = Loopback.with(Listener.Security.CLEAR, Duration.ofMillis(300), Duration.ofSeconds(20), 10);
        try (var server = new Loopback(settings, Optional.empty());
                var peer = server.connect()) {
            assertEquals("hello\r\nsilent\r\n", peer.rest());
            assertTrue(server.session().closed.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aPeerThatFallsSilentWithinACommandIsGone() throws Exception {
        var settings = Loopback.with(Listener.Security.CLEAR, Duration.ofMillis(300), Duration.ofSeconds(20), 10);
        try (var server = new Loopback(settings, Optional.empty());
                var peer = server.connect()) {
            peer.send("LIT 10\r\nhalf");
            assertEquals("hello\r\n", peer.rest());
            assertTrue(server.session().closed.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aShorterIdleTimeoutCountsAtOnce() throws Exception {
        try (var server = new Loopback();
                var peer = server.connect()) {
            assertEquals("hello", peer.line());
            var connection = server.session().connection;
            connection.post(() -> connection.idleTimeout(Duration.ofMillis(200)));
            assertEquals("silent\r\n", peer.rest());
        }
    }

    @Test
    void shutdownWaitsForTheRunningCommand() throws Exception {
        try (var server = new Loopback();
                var idle = server.connect();
                var busy = server.connect()) {
            assertEquals("hello", idle.line());
            assertEquals("hello", busy.line());
            busy.send("DATA\r\nhalf");
            assertEquals("go", busy.line());
            var closing = Thread.startVirtualThread(server.listener::close);
            assertEquals("shutdown\r\n", idle.rest());
            busy.send("done\r\n.\r\nnot any more\r\n");
            assertEquals("[halfdone\r\n]\r\nshutdown\r\n", busy.rest());
            closing.join(Duration.ofSeconds(10));
            assertEquals(0, server.listener.connections());
        }
    }

    @Test
    void refusesConnectionsBeyondTheLimit() throws Exception {
        var settings = Loopback.with(Listener.Security.CLEAR, Duration.ofSeconds(20), Duration.ofSeconds(20), 1);
        try (var server = new Loopback(settings, Optional.empty());
                var first = server.connect()) {
            assertEquals("hello", first.line());
            try (var second = server.connect()) {
                assertEquals("too many\r\n", second.rest());
            }
            first.send("QUIT\r\n");
            assertEquals("bye\r\n", first.rest());
        }
    }
}
