package org.posthorn.smtp;

import org.posthorn.common.net.BadLine;
import org.posthorn.common.net.Connection;
import org.posthorn.common.net.PeerGone;
import org.posthorn.common.net.Session;
import org.posthorn.storage.MailStore;

/// Skeleton.
public final class SmtpSession implements Session {

    /// What the listener is for.
    public enum Role {
        /// Mail from the internet, for local recipients only.
        MX,
        /// Mail from our users, after AUTH.
        SUBMISSION
    }

    /// @param allowPlaintext passwords without TLS
    public record Settings(String hostname, Role role, boolean allowPlaintext, long messageSize, String version) {}

    public SmtpSession(Connection connection, MailStore store, Settings settings) {
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
