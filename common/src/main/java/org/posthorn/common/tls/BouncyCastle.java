package org.posthorn.common.tls;

import java.security.Provider;
import java.security.Security;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;

/// BouncyCastle as we use it: its TLS, over the JDK's ciphers where the JDK has them.
///
/// Its cipher provider is therefore registered last: BCJSSE asks for each algorithm in the order of registration, and
/// the JDK's AES-GCM writes 20 times as fast as BouncyCastle's own. Its TLS provider is not registered at all, so the
/// process's default stays the JDK's.
final class BouncyCastle {

    /// BCJSSE logs each handshake that a peer spoils; the connection does that in our own way.
    /// Held here, since the logging framework forgets the level of a logger that nobody holds.
    private static final Logger JSSE_LOG = Logger.getLogger("org.bouncycastle.jsse");

    private static final Provider JSSE = create();

    private BouncyCastle() {}

    static Provider jsse() {
        return JSSE;
    }

    private static Provider create() {
        JSSE_LOG.setLevel(Level.OFF);
        Security.addProvider(new BouncyCastleProvider());
        return new BouncyCastleJsseProvider(false, new JcaTlsCryptoProvider());
    }
}
