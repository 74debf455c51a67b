package org.posthorn.smtp.dkim;

import java.util.Optional;

/// How signatures are made (RFC 8301 §3, RFC 8463 §3). SHA-1 counts for nothing any more.
public enum DkimAlgorithm {
    RSA_SHA256("rsa-sha256", "rsa", "SHA256withRSA"),
    /// Signs the SHA-256 of what is signed, not the thing itself.
    ED25519_SHA256("ed25519-sha256", "ed25519", "Ed25519");

    private final String word;
    private final String keyType;
    private final String jcaName;

    DkimAlgorithm(String word, String keyType, String jcaName) {
        this.word = word;
        this.keyType = keyType;
        this.jcaName = jcaName;
    }

    static Optional<DkimAlgorithm> of(String word) {
        for (var each : values()) {
            if (each.word.equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /// As in `a=`.
    public String word() {
        return word;
    }

    /// As in a key's `k=`.
    public String keyType() {
        return keyType;
    }

    String jcaName() {
        return jcaName;
    }

    /// What the signature's function is given.
    byte[] signed(byte[] header) {
        return this == ED25519_SHA256 ? BodyHash.sha256().digest(header) : header;
    }
}
