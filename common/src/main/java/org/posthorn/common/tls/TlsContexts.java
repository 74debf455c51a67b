package org.posthorn.common.tls;

import java.io.IOException;
import java.nio.file.Path;

/// BCJSSE contexts for the server side: TLS 1.2 and 1.3, AES-GCM first over the JDK's ciphers, X25519MLKEM768 offered.
/// Thread-safe.
public final class TlsContexts {

    /// @param chain PEM certificates, the server's first
    /// @param key   PEM private key, PKCS #8 or traditional
    /// @throws IOException a file is missing, unreadable or no PEM, or the key does not fit; the message says which
    ///                     and what to do
    public static TlsContexts load(Path chain, Path key) throws IOException {
        throw new UnsupportedOperationException();
    }
}
