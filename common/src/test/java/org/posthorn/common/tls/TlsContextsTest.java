package org.posthorn.common.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.jsse.BCSSLEngine;
import org.bouncycastle.jsse.BCSSLParameters;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is negotiated with clients of several minds, engine against engine in memory.
class TlsContextsTest {

    @TempDir
    Path folder;

    private TlsContexts contexts;
    private String serverSaid;

    @BeforeEach
    void makeCertificate() throws Exception {
        SelfSigned.ensure(folder.resolve("chain.pem"), folder.resolve("key.pem"), "mx.example.org");
        contexts = TlsContexts.load(folder.resolve("chain.pem"), folder.resolve("key.pem"));
    }

    @Test
    void prefersAesGcmWhateverTheClientPrefers() throws Exception {
        var session = negotiate(bouncyCastle(parameters -> parameters.setCipherSuites(
                new String[] {"TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"})));
        assertEquals("TLSv1.3 TLS_AES_128_GCM_SHA256", session);
    }

    @Test
    void agreesWithTheClientOfTheJdk() throws Exception {
        assertEquals("TLSv1.3 TLS_AES_128_GCM_SHA256", negotiate(jdk("TLSv1.3", "TLSv1.2")));
        assertEquals("TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", negotiate(jdk("TLSv1.2")));
    }

    /// The server's share of the key exchange in its hello: extension 51, length, group (RFC 8446 §4.2.8).
    @ParameterizedTest
    @CsvSource({"X25519MLKEM768, 0033046411ec", "x25519, 00330024001d"})
    void exchangesKeysInTheGroup(String group, String share) throws Exception {
        // BCJSSE also looks for the curve of the certificate in the client's groups.
        var groups = new String[] {group, "secp256r1"};
        negotiate(bouncyCastle(parameters -> parameters.setNamedGroups(groups)));
        assertTrue(serverSaid.contains(share), serverSaid);
    }

    @Test
    void prefersTheHybridGroup() throws Exception {
        var groups = new String[] {"secp256r1", "x25519", "X25519MLKEM768"};
        negotiate(bouncyCastle(parameters -> parameters.setNamedGroups(groups)));
        assertTrue(serverSaid.contains("0033046411ec"), serverSaid);
    }

    @Test
    void refusesWhatIsWeak() {
        // Clients of today can't even be made to ask for less.
        assertArrayEquals(
                new String[] {"TLSv1.3", "TLSv1.2"}, contexts.newEngine().getEnabledProtocols());
        assertThrows(
                SSLException.class,
                () -> negotiate(bouncyCastle(parameters -> {
                    parameters.setProtocols(new String[] {"TLSv1.2"});
                    parameters.setCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
                })));
        assertThrows(
                SSLException.class,
                () -> negotiate(bouncyCastle(parameters -> parameters.setNamedGroups(new String[] {"ffdhe2048"}))));
    }

    /// The JDK's ciphers must win: registered first, BouncyCastle's would be taken, at a twentieth of the speed.
    @Test
    void leavesTheCiphersToTheJdk() throws Exception {
        var names = Arrays.stream(Security.getProviders())
                .map(java.security.Provider::getName)
                .toList();
        assertEquals("BC", names.getLast());
        assertEquals(
                List.of("BC"),
                names.stream().filter(name -> name.startsWith("BC")).toList());
        assertNotEquals(
                "BC",
                javax.crypto.Cipher.getInstance("AES/GCM/NoPadding")
                        .getProvider()
                        .getName());
        assertEquals("SunJSSE", SSLContext.getDefault().getProvider().getName());
    }

    private String negotiate(SSLEngine client) throws SSLException {
        var server = contexts.newEngine();
        serverSaid = shakeHands(client, server);
        assertEquals(client.getSession().getCipherSuite(), server.getSession().getCipherSuite());
        return server.getSession().getProtocol() + " " + server.getSession().getCipherSuite();
    }

    private static SSLEngine bouncyCastle(Consumer<BCSSLParameters> change) throws Exception {
        var context = SSLContext.getInstance("TLS", new BouncyCastleJsseProvider());
        context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        var engine = context.createSSLEngine("mx.example.org", 465);
        engine.setUseClientMode(true);
        var parameters = ((BCSSLEngine) engine).getParameters();
        change.accept(parameters);
        ((BCSSLEngine) engine).setParameters(parameters);
        return engine;
    }

    private static SSLEngine jdk(String... protocols) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        var engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(protocols);
        return engine;
    }

    /// @return what the server said, in hexadecimal digits
    private static String shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
        var toServer = ByteBuffer.allocate(1 << 16);
        var toClient = ByteBuffer.allocate(1 << 16);
        client.beginHandshake();
        server.beginHandshake();
        var said = new StringBuilder();
        for (int round = 0; round < 100 && (shaking(client) || shaking(server)); round++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
            said.append(HexFormat.of().formatHex(toClient.array(), 0, toClient.position()));
        }
        assertTrue(!shaking(client) && !shaking(server), "the handshake did not end");
        return said.toString();
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        runTasks(engine);
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            engine.wrap(ByteBuffer.allocate(0), out);
        } else {
            in.flip();
            if (in.hasRemaining()) {
                engine.unwrap(in, ByteBuffer.allocate(1 << 16));
            }
            in.compact();
        }
        runTasks(engine);
    }

    private static void runTasks(SSLEngine engine) {
        for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private static boolean shaking(SSLEngine engine) {
        var status = engine.getHandshakeStatus();
        return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
