package org.posthorn.common.tls;

import java.io.IOException;
import java.nio.file.Path;

/// The certificate of a server that was given none: ECDSA P-256, self-signed, made once and kept.
public final class SelfSigned {
    private SelfSigned() {}

    /// Makes both files (the key readable by its owner only) unless both exist.
    public static void ensure(Path chain, Path key, String hostname) throws IOException {
        throw new UnsupportedOperationException();
    }
}
