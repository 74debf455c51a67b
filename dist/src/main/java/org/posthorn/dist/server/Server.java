package org.posthorn.dist.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.posthorn.common.config.Config;
import org.posthorn.common.config.HostPort;
import org.posthorn.common.config.Outbound;
import org.posthorn.common.net.EventLoops;
import org.posthorn.common.net.Listener;
import org.posthorn.common.tls.SelfSigned;
import org.posthorn.common.tls.TlsContexts;
import org.posthorn.dist.Version;
import org.posthorn.dist.admin.AdminServer;
import org.posthorn.dist.admin.Administration;
import org.posthorn.dist.admin.RunFile;
import org.posthorn.dist.admin.RunFile.Bound;
import org.posthorn.dist.admin.Status;
import org.posthorn.dist.admin.StoreAdministration;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running Posthorn: certificate, store, listeners, admin listener, from [#start] until [#close()].
///
/// Made and closed by one thread; what it tells, any thread may ask.
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private record Open(Protocol protocol, Listener listener) {}

    private final Config config;
    private final DataFolder folder;
    private final Clock clock;
    private final Instant started;
    private final List<Open> open = new ArrayList<>();
    private final List<Bound> bound = new ArrayList<>();
    /// What is to be closed, in the order in which it was opened.
    private final List<AutoCloseable> parts = new ArrayList<>();

    private MailStore store;

    private Server(Config config, Clock clock) {
        this.config = config;
        this.folder = new DataFolder(config.data());
        this.clock = clock;
        this.started = clock.instant();
    }

    /// Starts everything, or nothing.
    ///
    /// @throws StartRefused     a certificate, a folder or an address can't be had
    /// @throws StoreUnavailable the store can't be opened
    public static Server start(Config config, Clock clock) throws StartRefused, StoreUnavailable {
        Server server = new Server(config, clock);
        boolean complete = false;
        try {
            server.open();
            complete = true;
        } finally {
            if (!complete) {
                server.close();
            }
        }
        return server;
    }

    /// Says the one line that supervisors wait for; once it is said, a signal must find the server able to stop.
    public void sayReady() {
        LOG.info(
                "ready: {}",
                bound.stream().map(b -> b.name() + " " + b.address()).collect(Collectors.joining(", ")));
    }

    /// Every listener with its real port, the admin listener last.
    public List<Bound> listeners() {
        return List.copyOf(bound);
    }

    /// Managing this server, from inside.
    public Administration administration() {
        return new StoreAdministration(store, this::status, () -> {});
    }

    private void open() throws StartRefused, StoreUnavailable {
        folder.prepare();
        TlsContexts tls = certificate();
        store = MailStore.open(new MailStore.Settings(
                folder.store(), config.limits().messageSize().bytes(), config.storage(), clock));
        parts.add(store);
        EventLoops loops = new EventLoops();
        parts.add(loops);
        parts.add(this::closeListeners);
        for (Protocol protocol : Protocol.values()) {
            for (InetSocketAddress address : protocol.addresses(config.listen())) {
                listen(loops, protocol, address, tls);
            }
        }
        admin();
        if (!config.outbound().equals(Outbound.DEFAULTS)) {
            LOG.warn("[outbound] is set, and not used yet: mail for other domains is refused");
        }
    }

    private TlsContexts certificate() throws StartRefused {
        try {
            Path chain = config.tls().certificate().orElse(folder.certificate());
            Path key = config.tls().key().orElse(folder.key());
            if (config.tls().certificate().isEmpty()) {
                SelfSigned.ensure(chain, key, config.hostname());
            }
            return TlsContexts.load(chain, key);
        } catch (IOException refused) {
            throw new StartRefused("[tls] " + refused.getMessage());
        }
    }

    private void listen(EventLoops loops, Protocol protocol, InetSocketAddress address, TlsContexts tls)
            throws StartRefused {
        try {
            Listener listener = Listener.open(
                    loops, address, protocol.settings(), Optional.of(tls), protocol.sessions(config, store));
            open.add(new Open(protocol, listener));
            bound.add(new Bound(protocol.configName(), HostPort.print(listener.address())));
        } catch (IOException refused) {
            throw cannotListen(protocol.configName(), refused.getMessage());
        }
    }

    private void admin() throws StartRefused {
        String token = HexFormat.of().formatHex(randomBytes(32));
        String first = "";
        for (InetSocketAddress address : config.listen().admin()) {
            try {
                AdminServer admin = AdminServer.open(address, token, administration());
                parts.add(admin);
                bound.add(new Bound("admin", HostPort.print(admin.address())));
                first = first.isEmpty() ? reachable(admin.address()) : first;
            } catch (IOException refused) {
                throw cannotListen(
                        "admin",
                        "can't listen on " + HostPort.print(address) + ": " + refused.getMessage()
                                + "; stop what listens there, or choose another address in [listen]");
            }
        }
        try {
            new RunFile(ProcessHandle.current().pid(), first, token, bound).write(folder.runFile());
            parts.add(() -> Files.deleteIfExists(folder.runFile()));
        } catch (IOException failed) {
            throw new StartRefused(folder.runFile() + " can't be written: " + failed.getMessage());
        }
    }

    /// Where the command line, on this machine, reaches a listener.
    private static String reachable(InetSocketAddress bound) {
        return bound.getAddress().isAnyLocalAddress() ? "127.0.0.1:" + bound.getPort() : HostPort.print(bound);
    }

    private static StartRefused cannotListen(String name, String reason) {
        return new StartRefused("[listen] " + name + ": " + reason);
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private Status status(int domains, int accounts) {
        List<Status.Listening> listening = new ArrayList<>();
        for (Open each : open) {
            listening.add(new Status.Listening(
                    each.protocol().configName(),
                    HostPort.print(each.listener().address()),
                    each.listener().connections()));
        }
        var memory = store.memory();
        return new Status(
                "running",
                Version.text(),
                config.hostname(),
                config.data().toString(),
                ProcessHandle.current().pid(),
                Duration.between(started, clock.instant()).toSeconds(),
                listening,
                domains,
                accounts,
                folder.storeBytes(),
                memory.used(),
                memory.limit());
    }

    /// Side by side: each waits for its clients to take their goodbye, for seconds at most.
    private void closeListeners() throws InterruptedException {
        List<Thread> closing = open.stream()
                .map(each -> Thread.ofVirtual().start(each.listener()::close))
                .toList();
        for (Thread each : closing) {
            each.join();
        }
    }

    /// Stops accepting, lets running commands end, and closes the store last. A second call does nothing,
    /// once the first one is through.
    @Override
    public synchronized void close() {
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception failed) {
                LOG.atError().setCause(failed).log("a part of the server did not close");
            }
        }
        parts.clear();
    }
}
