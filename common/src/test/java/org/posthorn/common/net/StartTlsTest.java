package org.posthorn.common.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.tls.SelfSigned;
import org.posthorn.common.tls.TlsContexts;

/// TLS at once and on request, with the JDK's client.
@Timeout(60)
class StartTlsTest {

    @TempDir
    Path folder;

    private TlsContexts contexts;

    @BeforeEach
    void makeCertificate() throws Exception {
        SelfSigned.ensure(folder.resolve("chain.pem"), folder.resolve("key.pem"), "localhost");
        contexts = TlsContexts.load(folder.resolve("chain.pem"), folder.resolve("key.pem"));
    }

    @Test
    void implicitTlsGreetsAfterTheHandshake() throws Exception {
        try (var server = server(Listener.Security.IMPLICIT, Duration.ofSeconds(20));
                var peer = secured(server.connect().socket)) {
            assertEquals("hello", peer.line());
            var connection = server.session().connection;
            assertFalse(connection.canStartTls());
            assertEquals(Optional.of(new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256")), connection.tls());
            peer.send("LIT 300000\r\n").send(new byte[300_000]).send("QUIT\r\n");
            assertEquals(300_002 + "\r\nbye\r\n".length(), peer.rest().length());
        }
    }

    @Test
    void nothingSaidBeforeTlsSurvivesIt() throws Exception {
        try (var server = server(Listener.Security.STARTTLS, Duration.ofSeconds(20));
                var clear = server.connect()) {
            clear.send("one\r\nTLS\r\ninjected\r\nhalf of ano");
            assertEquals("hello", clear.line());
            assertEquals("<one>", clear.line());
            assertEquals("begin", clear.line());
            try (var peer = secured(clear.socket)) {
                peer.send("ther\r\n");
                assertEquals("<ther>", peer.line());
                assertTrue(server.session().connection.tls().isPresent());
                peer.send("QUIT\r\n");
                assertEquals("bye\r\n", peer.rest());
            }
        }
    }

    @Test
    void plaintextInsteadOfAHandshakeEndsTheConnection() throws Exception {
        try (var server = server(Listener.Security.STARTTLS, Duration.ofSeconds(20));
                var clear = server.connect()) {
            clear.send("TLS\r\n");
            assertEquals("hello", clear.line());
            assertEquals("begin", clear.line());
            clear.send("injected\r\nand more of it\r\n");
            assertTrue(server.session().closed.await(10, TimeUnit.SECONDS));
            assertFalse(clear.rest().contains("injected"));
        }
    }

    @Test
    void aHandshakeThatNeverEndsIsCutOff() throws Exception {
        try (var server = server(Listener.Security.IMPLICIT, Duration.ofMillis(300));
                var silent = server.connect()) {
            assertEquals("EOF", silent.line());
            assertTrue(server.sessions.isEmpty());
        }
    }

    @Test
    void aPeerThatHangsUpInTheHandshakeIsForgotten() throws Exception {
        try (var server = server(Listener.Security.STARTTLS, Duration.ofSeconds(20));
                var clear = server.connect()) {
            clear.send("TLS\r\n");
            assertEquals("hello", clear.line());
            assertEquals("begin", clear.line());
            clear.socket.shutdownOutput();
            assertTrue(server.session().closed.await(10, TimeUnit.SECONDS));
        }
    }

    private Loopback server(Listener.Security security, Duration idle) throws Exception {
        return new Loopback(Loopback.with(security, idle, Duration.ofSeconds(20), 100), Optional.of(contexts));
    }

    private static Peer secured(Socket socket) throws Exception {
        var tls = trustingAll().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        return new Peer(tls);
    }

    private static SSLContext trustingAll() throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(
                null,
                new TrustManager[] {
                    new X509TrustManager() {
                        @Override
                        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

                        @Override
                        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

                        @Override
                        public X509Certificate[] getAcceptedIssuers() {
                            return new X509Certificate[0];
                        }
                    }
                },
                new SecureRandom());
        return context;
    }
}
