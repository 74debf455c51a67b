package org.posthorn.common.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificate and key files: what is read, what is refused and in which words, and what we write ourselves.
class PemFilesTest {

    @TempDir
    Path folder;

    @Test
    void readsKeysInEveryForm() throws Exception {
        for (var algorithm : List.of("RSA", "EC", "Ed25519")) {
            var generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(256);
            }
            var pair = generator.generateKeyPair();
            var chain = write("chain.pem", certificate(pair, algorithm));
            load(chain, write("pkcs8.pem", new JcaPKCS8Generator(pair.getPrivate(), null)));
            if (algorithm.equals("RSA")) {
                load(chain, write("traditional.pem", pair.getPrivate()));
            }
            if (algorithm.equals("EC")) {
                load(chain, write("traditional.pem", sec1(pair)));
            }
        }
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        var pair = pair();
        var chain = write("chain.pem", certificate(pair, "EC"));
        var key = write("key.pem", new JcaPKCS8Generator(pair.getPrivate(), null));
        var other = write("other.pem", new JcaPKCS8Generator(pair().getPrivate(), null));
        var missing = folder.resolve("none.pem");
        var text = Files.writeString(folder.resolve("text.pem"), "no PEM at all\n");
        var damaged = Files.writeString(
                folder.resolve("damaged.pem"), Files.readString(chain).replaceFirst("MII", "AAA"));
        var encrypted = folder.resolve("encrypted.pem");
        try (var writer = new JcaPEMWriter(Files.newBufferedWriter(encrypted))) {
            writer.writeObject(
                    pair.getPrivate(), new JcePEMEncryptorBuilder("AES-128-CBC").build("secret".toCharArray()));
        }
        assertEquals(
                "the certificate file " + missing + " does not exist; correct [tls] certificate, or leave out both keys"
                        + " of [tls] to have a self-signed certificate made",
                refusal(missing, key));
        assertTrue(refusal(chain, missing).startsWith("the key file " + missing + " does not exist;"));
        assertTrue(refusal(text, key).startsWith("no certificate in " + text));
        assertTrue(refusal(chain, text).startsWith("no private key in " + text));
        assertTrue(refusal(damaged, key).startsWith("the certificate file " + damaged + " is damaged or no PEM"));
        assertTrue(refusal(chain, encrypted).contains(" is encrypted; write it without a password"));
        assertEquals(
                "the key in " + other + " does not belong to the first certificate in " + chain
                        + "; put the server's own certificate first and use the key it was made with",
                refusal(chain, other));
        var rsa = write(
                "rsa.pem", KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate());
        assertTrue(refusal(chain, rsa).startsWith("the key in " + rsa + " does not belong"));
    }

    @Test
    void makesACertificateOnceAndKeepsIt() throws Exception {
        var chain = folder.resolve("tls/chain.pem");
        var key = folder.resolve("tls/key.pem");
        SelfSigned.ensure(chain, key, "mx.example.org");
        var certificate = PemFiles.certificates(chain).getFirst();
        certificate.verify(certificate.getPublicKey());
        var names = certificate.getSubjectAlternativeNames().stream()
                .map(name -> name.get(1).toString())
                .toList();
        assertEquals(List.of("mx.example.org", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"), names);
        assertTrue(certificate.getNotAfter().toInstant().isAfter(Instant.now().plus(Duration.ofDays(3600))));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(chain)));
        load(chain, key);
        var before = Files.readString(chain);
        SelfSigned.ensure(chain, key, "mx.example.org");
        assertEquals(before, Files.readString(chain));
        try (var files = Files.list(chain.getParent())) {
            assertFalse(files.anyMatch(file -> file.getFileName().toString().startsWith(".new")));
        }
    }

    /// As `openssl ecparam -genkey` writes it, with the curve inside.
    private static PemObject sec1(KeyPair pair) throws IOException {
        var key = (ECPrivateKey) pair.getPrivate();
        var sec1 = new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), SECObjectIdentifiers.secp256r1);
        return new PemObject("EC PRIVATE KEY", sec1.getEncoded());
    }

    private static void load(Path chain, Path key) throws IOException {
        TlsContexts.load(chain, key).newEngine();
    }

    private static String refusal(Path chain, Path key) {
        return assertThrows(IOException.class, () -> TlsContexts.load(chain, key))
                .getMessage();
    }

    private static KeyPair pair() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static Object certificate(KeyPair pair, String algorithm) throws Exception {
        var signature = switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> algorithm;
        };
        var name = new X500Name("CN=mx.example.org");
        var now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.TEN,
                        Date.from(now),
                        Date.from(now.plus(Duration.ofDays(1))),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder(signature).build(pair.getPrivate()));
    }

    private Path write(String name, Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return Files.writeString(folder.resolve(name), text.toString());
    }
}
