package org.posthorn.pop3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.posthorn.storage.Account;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;

/// A server in this process, on loopback: the real store and the real network, listeners as they are asked for.
final class TestServer implements AutoCloseable {
    static final String PASSWORD = "secret";

    /// One kind of listener.
    record Door(Listener.Security security, boolean plaintext) {
        static final Door POP3 = new Door(Listener.Security.STARTTLS, false);
        static final Door POP3S = new Door(Listener.Security.IMPLICIT, false);
        static final Door CLEAR = new Door(Listener.Security.CLEAR, true);
    }

    private final EventLoops loops = new EventLoops();
    private final MailStore store;
    private final TlsContexts tls;
    private final Map<Door, Listener> listeners = new HashMap<>();
    private final AtomicInteger accounts = new AtomicInteger();

    private TestServer(MailStore store, TlsContexts tls) {
        this.store = store;
        this.tls = tls;
    }

    static TestServer start(Path folder) throws Exception {
        var chain = folder.resolve("chain.pem");
        var key = folder.resolve("key.pem");
        SelfSigned.ensure(chain, key, "mx.example.org");
        var store = MailStore.open(
                new MailStore.Settings(folder.resolve("store"), 64 << 20, Storage.DEFAULTS, Clock.systemUTC()));
        return new TestServer(store, TlsContexts.load(chain, key));
    }

    /// A new account, with nothing in its INBOX.
    EmailAddress newAccount() {
        var address = EmailAddress.parse("user" + accounts.incrementAndGet() + "@example.org");
        store.directory().addAccount(address, PASSWORD);
        return address;
    }

    void addAccount(String address, String password) {
        store.directory().addAccount(EmailAddress.parse(address), password);
    }

    /// What another session does with the account.
    interface Work {
        void on(Account account);
    }

    void as(EmailAddress address, Work work) {
        var id = store.directory().recipient(address).orElseThrow().id();
        try (var account = store.account(id)) {
            work.on(account);
        }
    }

    void put(EmailAddress address, byte[] message) {
        as(address, account -> {
            var inbox = account.mailbox(MailboxName.INBOX).orElseThrow().id();
            try (var incoming = account.receive()) {
                incoming.write(ByteBuffer.wrap(message));
                incoming.finish();
                account.append(inbox, List.of(new Account.Append(incoming, Set.of(), Instant.EPOCH)));
            }
        });
    }

    void put(EmailAddress address, String message) {
        put(address, message.getBytes(StandardCharsets.UTF_8));
    }

    void expunge(EmailAddress address, long uid) {
        as(
                address,
                account -> account.expunge(
                        account.mailbox(MailboxName.INBOX).orElseThrow().id(), Uids.of(uid)));
    }

    int count(EmailAddress address) {
        var count = new AtomicInteger();
        as(
                address,
                account -> count.set(account.state(
                                account.mailbox(MailboxName.INBOX).orElseThrow().id())
                        .uids()
                        .count()));
        return count.get();
    }

    private synchronized InetSocketAddress address(Door door) throws IOException {
        var listener = listeners.get(door);
        if (listener == null) {
            var settings = new Listener.Settings(
                    "pop3", door.security(), 512, Duration.ofSeconds(30), Duration.ofSeconds(30), 100, "-ERR no\r\n");
            var session = new Pop3Session.Settings("mx.example.org", door.plaintext(), "1.2.3");
            listener = Listener.open(
                    loops,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    settings,
                    door.security() == Listener.Security.CLEAR ? Optional.empty() : Optional.of(tls),
                    connection -> new Pop3Session(connection, store, session, new Penalty(Duration.ofMillis(1))));
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

    /// Closes all of it; the store's own check has to find nothing.
    @Override
    public void close() {
        for (var listener : listeners.values()) {
            listener.close();
        }
        loops.close();
        var findings = new ArrayList<String>();
        store.check(finding -> findings.add(finding.toString()));
        store.close();
        if (!findings.isEmpty()) {
            throw new AssertionError("the store's check found: " + findings);
        }
    }
}
