package org.posthorn.common.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `posthorn.toml`, checked and typed. Every key is optional but `hostname`.
public record Config(String hostname, Path data, Listen listen, Tls tls, Auth auth, Limits limits, Outbound outbound) {

    public record Listen(
            List<InetSocketAddress> smtp,
            List<InetSocketAddress> submission,
            List<InetSocketAddress> submissions,
            List<InetSocketAddress> lmtp,
            List<InetSocketAddress> imap,
            List<InetSocketAddress> imaps,
            List<InetSocketAddress> pop3,
            List<InetSocketAddress> pop3s,
            List<InetSocketAddress> managesieve,
            List<InetSocketAddress> admin) {}

    /// Both or neither; neither: a self-signed one in the data folder.
    public record Tls(Optional<Path> certificate, Optional<Path> key) {}

    public record Auth(boolean allowPlaintext) {}

    public record Limits(long messageSize) {}

    public record Outbound(
            String relay,
            List<String> bind,
            List<String> resolver,
            List<Duration> retry,
            Duration giveUpAfter,
            boolean allowLoopback) {}
}
