package org.posthorn.common.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/// Whether a private key is the one that a certificate was made for: what one signs, the other must verify.
final class KeyFit {
    private KeyFit() {}

    static boolean fits(X509Certificate certificate, PrivateKey key) {
        var publicKey = certificate.getPublicKey();
        if (!sameKind(publicKey.getAlgorithm(), key.getAlgorithm())) {
            return false;
        }
        var algorithm = switch (kind(key.getAlgorithm())) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            var signature = Signature.getInstance(algorithm);
            byte[] message = Arrays.copyOf(certificate.getSignature(), 32);
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException mismatch) {
            // Another curve or size: not the key of this certificate.
            return false;
        }
    }

    private static boolean sameKind(String one, String other) {
        return kind(one).equals(kind(other));
    }

    private static String kind(String algorithm) {
        return switch (algorithm) {
            case "ECDSA" -> "EC";
            case "Ed25519", "Ed448" -> "EdDSA";
            default -> algorithm;
        };
    }
}
