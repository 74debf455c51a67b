package org.posthorn.pop3;

import org.posthorn.common.net.BadLine;
import org.posthorn.common.net.Connection;
import org.posthorn.common.net.PeerGone;
import org.posthorn.common.net.Session;
import org.posthorn.storage.MailStore;

/// Skeleton.
public final class Pop3Session implements Session {

    /// @param allowPlaintext passwords without TLS
    public record Settings(String hostname, boolean allowPlaintext, String version) {}

    public Pop3Session(Connection connection, MailStore store, Settings settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void greet() throws PeerGone {}

    @Override
    public void line(byte[] line) throws PeerGone {}

    @Override
    public void badLine(BadLine bad) throws PeerGone {}

    @Override
    public void silent() throws PeerGone {}

    @Override
    public void shutdown() throws PeerGone {}

    @Override
    public void closed() {}
}
