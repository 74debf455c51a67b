package org.posthorn.common.tls;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/// Certificates and keys as PEM text (RFC 7468), with errors that an operator can act on.
final class PemFiles {
    private static final long LARGEST = 1 << 20;

    private PemFiles() {}

    /// All certificates of the file, at least one.
    static List<X509Certificate> certificates(Path file) throws IOException {
        var certificates = new ArrayList<X509Certificate>();
        for (var object : objects(file, "certificate")) {
            if (object instanceof X509CertificateHolder holder) {
                try {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                } catch (CertificateException broken) {
                    throw notPem(file, "certificate", broken);
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException("no certificate in " + file + "; [tls] certificate must name a PEM file with"
                    + " -----BEGIN CERTIFICATE----- blocks, the server's first");
        }
        return List.copyOf(certificates);
    }

    /// The first private key of the file.
    static PrivateKey privateKey(Path file) throws IOException {
        for (var object : objects(file, "key")) {
            var found = keyInfo(file, object);
            if (found.isPresent()) {
                try {
                    return new JcaPEMKeyConverter().getPrivateKey(found.get());
                } catch (PEMException broken) {
                    throw notPem(file, "key", broken);
                }
            }
        }
        throw new IOException("no private key in " + file
                + "; [tls] key must name a PEM file with a -----BEGIN PRIVATE KEY----- block");
    }

    private static Optional<PrivateKeyInfo> keyInfo(Path file, Object object) throws IOException {
        return switch (object) {
            case PrivateKeyInfo info -> Optional.of(info);
            case PEMKeyPair pair -> Optional.of(pair.getPrivateKeyInfo());
            case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ ->
                throw new IOException("the key in " + file
                        + " is encrypted; write it without a password (openssl pkey -in OLD -out NEW)");
            default -> Optional.empty();
        };
    }

    private static List<Object> objects(Path file, String what) throws IOException {
        var text = read(file, what);
        var objects = new ArrayList<Object>();
        try (var parser = new PEMParser(new StringReader(text))) {
            for (var object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
        } catch (IOException | RuntimeException broken) {
            throw notPem(file, what, broken);
        }
        return objects;
    }

    private static String read(Path file, String what) throws IOException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException("the " + what + " file " + file + " is larger than 1 MiB: that is no PEM file");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            throw new IOException(
                    "the " + what + " file " + file + " does not exist; correct [tls] " + what
                            + ", or leave out both keys of [tls] to have a self-signed certificate made",
                    missing);
        } catch (AccessDeniedException denied) {
            throw new IOException(
                    "the " + what + " file " + file + " can't be read: permission denied; make it readable for the"
                            + " user that runs posthorn",
                    denied);
        }
    }

    private static IOException notPem(Path file, String what, Exception broken) {
        return new IOException(
                "the " + what + " file " + file + " is damaged or no PEM: " + broken.getMessage(), broken);
    }
}
