package org.posthorn.imap;

import org.posthorn.common.net.BadLine;
import org.posthorn.common.net.Connection;
import org.posthorn.common.net.PeerGone;
import org.posthorn.common.net.Session;
import org.posthorn.storage.MailStore;

/// Skeleton.
public final class ImapSession implements Session {

    /// @param allowPlaintext passwords without TLS
    public record Settings(String hostname, boolean allowPlaintext, long messageSize, String version) {}

    public ImapSession(Connection connection, MailStore store, Settings settings) {
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
