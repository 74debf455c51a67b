package org.posthorn.common.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The certificate of a server that was given none: ECDSA P-256, self-signed, made once and kept.
public final class SelfSigned {
    private static final Duration VALID = Duration.ofDays(3650);

    /// Clocks of clients are not all right.
    private static final Duration BACKDATED = Duration.ofDays(1);

    private SelfSigned() {}

    /// Makes both files (the key readable by its owner only) unless both exist.
    public static void ensure(Path chain, Path key, String hostname) throws IOException {
        if (Files.exists(chain) && Files.exists(key)) {
            return;
        }
        try {
            var pair = keyPair();
            write(key, pem(new JcaPKCS8Generator(pair.getPrivate(), null)), "rw-------");
            write(chain, pem(certificate(pair, hostname)), "rw-r--r--");
        } catch (GeneralSecurityException | OperatorCreationException missing) {
            throw new IOException("can't make a certificate: " + missing.getMessage(), missing);
        }
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509CertificateHolder certificate(KeyPair pair, String hostname)
            throws IOException, OperatorCreationException {
        var name = new X500NameBuilder().addRDN(BCStyle.CN, hostname).build();
        var now = Instant.now();
        // RFC 5280 §4.1.2.2: positive, and unique among this issuer's.
        var serial = new BigInteger(127, new SecureRandom()).setBit(126);
        var names = new GeneralName[] {
            new GeneralName(GeneralName.dNSName, hostname),
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        };
        return new JcaX509v3CertificateBuilder(
                        name,
                        serial,
                        Date.from(now.minus(BACKDATED)),
                        Date.from(now.plus(VALID)),
                        name,
                        pair.getPublic())
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    }

    private static String pem(Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    /// All of the file or none of it, and never readable for others before its permissions are set.
    private static void write(Path file, String text, String permissions) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var temporary = Files.createTempFile(folder, ".new", ".pem", mode);
        try {
            Files.writeString(temporary, text, StandardCharsets.US_ASCII);
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(permissions));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
