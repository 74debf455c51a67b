package org.posthorn.smtp.dkim;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;

/// A key as its domain publishes it (RFC 6376 §3.6.1).
///
/// @param testing the domain is only trying (`t=y`)
/// @param exact   the identity's domain must be the signing one, no subdomain (`t=s`)
record DkimKey(PublicKey key, boolean testing, boolean exact) {
    /// RFC 8301 §3.2.
    private static final int FEWEST_BITS = 1_024;

    private static final int MOST_BITS = 8_192;
    /// What comes before the 32 octets of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410 §4).
    private static final byte[] ED25519_PREFIX = {0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0};

    /// @param record as the DNS has it
    static DkimKey parse(String record, DkimAlgorithm algorithm) throws DkimError {
        TagList tags;
        try {
            tags = TagList.parse(record);
        } catch (DkimError e) {
            throw DkimError.permanent("the key can't be read");
        }
        var first = tags.tags().keySet().stream().findFirst();
        if (tags.get("v").isPresent()
                && !(first.get().equals("v") && tags.required("v").equals("DKIM1"))) {
            throw DkimError.permanent("the key is of another version");
        }
        if (!list(tags, "h", "sha256").contains("sha256")) {
            throw DkimError.permanent("the key is not for SHA-256");
        }
        if (!tags.get("k").orElse("rsa").equals(algorithm.keyType())) {
            throw DkimError.permanent("the key is of another type");
        }
        var services = list(tags, "s", "*");
        if (!services.contains("*") && !services.contains("email")) {
            throw DkimError.permanent("the key is not for mail");
        }
        String octets = tags.get("p").orElseThrow(() -> DkimError.permanent("no key in the key's record"));
        if (octets.isEmpty()) {
            throw DkimError.permanent("the key was revoked");
        }
        var flags = list(tags, "t", "");
        return new DkimKey(key(DkimSignature.base64(octets), algorithm), flags.contains("y"), flags.contains("s"));
    }

    private static Set<String> list(TagList tags, String name, String otherwise) {
        return Arrays.stream(tags.get(name).orElse(otherwise).split(":"))
                .map(String::strip)
                .collect(Collectors.toSet());
    }

    private static PublicKey key(byte[] octets, DkimAlgorithm algorithm) throws DkimError {
        try {
            return switch (algorithm) {
                case RSA_SHA256 -> rsa(octets);
                case ED25519_SHA256 -> ed25519(octets);
            };
        } catch (GeneralSecurityException e) {
            throw DkimError.permanent("the key can't be read");
        }
    }

    private static PublicKey ed25519(byte[] octets) throws GeneralSecurityException, DkimError {
        if (octets.length != 32) {
            throw DkimError.permanent("the key is not 32 octets long"); // RFC 8463 §4
        }
        byte[] encoded = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + octets.length);
        System.arraycopy(octets, 0, encoded, ED25519_PREFIX.length, octets.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    /// In a SubjectPublicKeyInfo, as keys are published, or bare, as RFC 6376 §3.6.1 says (its erratum 3017).
    private static PublicKey rsa(byte[] octets) throws GeneralSecurityException, DkimError {
        var factory = KeyFactory.getInstance("RSA");
        PublicKey key;
        try {
            var bare = RSAPublicKey.getInstance(octets);
            key = factory.generatePublic(new RSAPublicKeySpec(bare.getModulus(), bare.getPublicExponent()));
        } catch (IllegalArgumentException notBare) {
            key = factory.generatePublic(new X509EncodedKeySpec(octets));
        }
        BigInteger modulus = ((java.security.interfaces.RSAPublicKey) key).getModulus();
        if (modulus.bitLength() < FEWEST_BITS || modulus.bitLength() > MOST_BITS) {
            throw new DkimError(DkimVerdict.POLICY, "a key of " + modulus.bitLength() + " bits");
        }
        return key;
    }
}
