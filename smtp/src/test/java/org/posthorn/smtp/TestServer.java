package org.posthorn.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.common.config.Storage;
import org.posthorn.common.net.EventLoops;
import org.posthorn.common.net.Listener;
import org.posthorn.common.sasl.Penalty;
import org.posthorn.common.tls.SelfSigned;
import org.posthorn.common.tls.TlsContexts;
import org.posthorn.common.transcript.Client;
import org.posthorn.smtp.SmtpSession.Role;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.directory.QuotaLimits;
import org.posthorn.storage.mailbox.MailboxName;

/// A server in this process, on loopback: the real store and the real network, listeners as they are asked for.
final class TestServer implements AutoCloseable {
    static final long MESSAGE_SIZE = 1_000_000;
    static final String PASSWORD = "secret";
    private static final String SMALL = "small@example.org";

    /// One kind of listener.
    record Door(Role role, Listener.Security security, boolean plaintext) {
        static final Door MX = new Door(Role.MX, Listener.Security.STARTTLS, false);
        static final Door SUBMISSION = new Door(Role.SUBMISSION, Listener.Security.STARTTLS, false);
        static final Door SUBMISSIONS = new Door(Role.SUBMISSION, Listener.Security.IMPLICIT, false);
        static final Door CLEAR_SUBMISSION = new Door(Role.SUBMISSION, Listener.Security.STARTTLS, true);
    }

    private final EventLoops loops = new EventLoops();
    private final MailStore store;
    private final TlsContexts tls;
    private final long messageSize;
    private final Map<Door, Listener> listeners = new HashMap<>();
    private final AtomicInteger accounts = new AtomicInteger();

    private TestServer(MailStore store, TlsContexts tls, long messageSize) {
        this.store = store;
        this.tls = tls;
        this.messageSize = messageSize;
    }

    /// With alice, bob, zoë, the postmaster, and `small` with a quota of 300 octets of example.org, and root of
    /// example.com.
    static TestServer start(Path folder) throws Exception {
        return start(folder, MESSAGE_SIZE);
    }

    static TestServer start(Path folder, long messageSize) throws Exception {
        var chain = folder.resolve("chain.pem");
        var key = folder.resolve("key.pem");
        SelfSigned.ensure(chain, key, "mx.example.org");
        var store = MailStore.open(
                new MailStore.Settings(folder.resolve("store"), messageSize, Storage.DEFAULTS, Clock.systemUTC()));
        for (var name : List.of(
                "alice@example.org",
                "bob@example.org",
                "zoë@example.org",
                "postmaster@example.org",
                SMALL,
                "root@example.com")) {
            store.directory().addAccount(EmailAddress.parse(name), PASSWORD);
        }
        var limits = new QuotaLimits(OptionalLong.of(300), OptionalLong.empty());
        store.directory().limitAccount(EmailAddress.parse(SMALL), _ -> limits);
        return new TestServer(store, TlsContexts.load(chain, key), messageSize);
    }

    MailStore store() {
        return store;
    }

    /// A new account, with nothing in its INBOX.
    EmailAddress newAccount() {
        var address = EmailAddress.parse("user" + accounts.incrementAndGet() + "@example.org");
        store.directory().addAccount(address, PASSWORD);
        return address;
    }

    synchronized InetSocketAddress address(Door door) throws IOException {
        var listener = listeners.get(door);
        if (listener == null) {
            var settings = new Listener.Settings(
                    "smtp", door.security(), 512, Duration.ofSeconds(30), Duration.ofSeconds(30), 100, "421 no\r\n");
            var session =
                    new SmtpSession.Settings("mx.example.org", door.role(), door.plaintext(), messageSize, "1.2.3");
            listener = Listener.open(
                    loops,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    settings,
                    Optional.of(tls),
                    connection -> new SmtpSession(
                            connection, store, session, Clock.systemUTC(), new Penalty(Duration.ofMillis(1))));
            listeners.put(door, listener);
        }
        return listener.address();
    }

    /// A socket to the listener; under TLS where that comes first.
    Socket connect(Door door) throws IOException {
        var address = address(door);
        if (door.security() != Listener.Security.IMPLICIT) {
            return new Socket(address.getAddress(), address.getPort());
        }
        var socket =
                (SSLSocket) Client.trustAll().getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.startHandshake();
        return socket;
    }

    AccountId id(EmailAddress address) {
        return store.directory().recipient(address).orElseThrow().id();
    }

    /// Every message of the INBOX, whole, oldest first.
    List<byte[]> inbox(EmailAddress address) {
        try (var account = store.account(id(address))) {
            var inbox = account.mailbox(MailboxName.INBOX).orElseThrow().id();
            var messages = new ArrayList<byte[]>();
            account.<RuntimeException>messages(inbox, account.state(inbox).uids(), (_, message) -> {
                var bytes = new ByteArrayOutputStream();
                account.<RuntimeException>read(message, 0, message.size(), chunk -> {
                    var copy = new byte[chunk.remaining()];
                    chunk.get(copy);
                    bytes.writeBytes(copy);
                });
                messages.add(bytes.toByteArray());
            });
            return messages;
        }
    }

    void stopListening() {
        for (var listener : listeners.values()) {
            listener.close();
        }
        listeners.clear();
    }

    /// Closes all of it; the store's own check has to find nothing.
    @Override
    public void close() {
        stopListening();
        loops.close();
        var findings = new ArrayList<String>();
        store.check(finding -> findings.add(finding.toString()));
        store.close();
        if (!findings.isEmpty()) {
            throw new AssertionError("the store's check found: " + findings);
        }
    }
}
