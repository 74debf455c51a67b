package org.posthorn.imap;

import java.io.ByteArrayOutputStream;
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
import org.posthorn.common.address.EmailAddress;
import org.posthorn.common.config.Imap;
import org.posthorn.common.config.Storage;
import org.posthorn.common.net.EventLoops;
import org.posthorn.common.net.Listener;
import org.posthorn.common.sasl.Penalty;
import org.posthorn.common.tls.SelfSigned;
import org.posthorn.common.tls.TlsContexts;
import org.posthorn.imap.response.InProgress;
import org.posthorn.storage.Account;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.directory.Identifiers;
import org.posthorn.storage.directory.QuotaLimits;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Rights;
import org.posthorn.storage.message.IncomingMessage;

/// A server in this process, on loopback: the real store and the real network.
final class TestServer implements AutoCloseable {
    static final String PASSWORD = "secret";
    static final long MESSAGE_SIZE = 1 << 20;

    /// One kind of listener.
    record Door(Listener.Security security, boolean plaintext, Imap imap, InProgress.Pace pace) {
        Door(Listener.Security security, boolean plaintext, Imap imap) {
            this(security, plaintext, imap, InProgress.Pace.TEN_SECONDS);
        }

        /// What adds a line to every SELECT is shown where it matters.
        private static final Imap WITHOUT_URLS = new Imap(Set.of("URLAUTH"), Map.of(), Map.of());

        static final Door IMAP = new Door(Listener.Security.STARTTLS, false, WITHOUT_URLS);
        static final Door CLEAR = new Door(
                Listener.Security.CLEAR,
                true,
                new Imap(
                        WITHOUT_URLS.hide(),
                        Map.of("Picky", Set.of("REPLACE", "METADATA"), "picky mail 2", Set.of("WITHIN")),
                        Map.of(
                                "/shared/comment",
                                "Shared comment",
                                "/shared/admin",
                                "mailto:postmaster@example.org",
                                "/shared/filters/values/second",
                                "SUBJECT m2")));
        static final Door URLAUTH = new Door(Listener.Security.CLEAR, true, Imap.DEFAULTS);
        /// Tells of each message that is searched.
        static final Door IMPATIENT = new Door(
                Listener.Security.CLEAR, true, WITHOUT_URLS, new InProgress.Pace(Duration.ZERO, System::nanoTime));
        /// Everything that can be hidden is.
        static final Door PLAIN =
                new Door(Listener.Security.CLEAR, true, new Imap(Set.copyOf(Imap.EXTENSIONS), Map.of(), Map.of()));
    }

    private final EventLoops loops = new EventLoops();
    private final MailStore store;
    private final TlsContexts tls;
    private final Map<Door, Listener> listeners = new HashMap<>();

    private TestServer(MailStore store, TlsContexts tls) {
        this.store = store;
        this.tls = tls;
    }

    static TestServer start(Path folder) throws Exception {
        var chain = folder.resolve("chain.pem");
        var key = folder.resolve("key.pem");
        SelfSigned.ensure(chain, key, "mx.example.org");
        var store = MailStore.open(
                new MailStore.Settings(folder.resolve("store"), MESSAGE_SIZE, Storage.DEFAULTS, Clock.systemUTC()));
        return new TestServer(store, TlsContexts.load(chain, key));
    }

    void addAccount(String address) {
        store.directory().addAccount(EmailAddress.parse(address), PASSWORD);
    }

    void addShared(String address) {
        store.directory().addShared(EmailAddress.parse(address));
    }

    /// As the operator gives rights.
    void share(String address, String mailbox, String with, String rights) {
        var directory = store.directory();
        var owner = directory.account(EmailAddress.parse(address)).orElseThrow();
        var grantee = new Identifiers(directory).grantee(with).orElseThrow();
        try (var account = store.account(owner.id())) {
            var id = account.mailbox(MailboxName.of(mailbox)).orElseThrow().id();
            account.sharing().change(id, grantee, _ -> Rights.parse(rights));
        }
    }

    void limit(String address, QuotaLimits limits) {
        store.directory().limitAccount(EmailAddress.parse(address), _ -> limits);
    }

    void hide(String address, Set<String> capabilities) {
        store.directory().hide(EmailAddress.parse(address), capabilities);
    }

    /// Puts a message of the subject into the INBOX, received at the beginning of 1970.
    void put(String address, String subject) {
        put(address, List.of(("Subject: " + subject + "\r\n\r\nhello\r\n").getBytes(StandardCharsets.UTF_8)));
    }

    /// Puts messages into the INBOX, in one commit.
    void put(String address, List<byte[]> messages) {
        var id = store.directory()
                .recipient(EmailAddress.parse(address))
                .orElseThrow()
                .id();
        var arrived = new ArrayList<IncomingMessage>();
        try (var account = store.account(id)) {
            for (byte[] message : messages) {
                var incoming = account.receive();
                arrived.add(incoming);
                incoming.write(ByteBuffer.wrap(message));
                incoming.finish();
            }
            var inbox = account.mailbox(MailboxName.INBOX).orElseThrow().id();
            account.append(
                    inbox,
                    arrived.stream()
                            .map(incoming -> new Account.Append(incoming, Set.of(), Instant.EPOCH))
                            .toList());
        } finally {
            arrived.forEach(IncomingMessage::close);
        }
    }

    private synchronized InetSocketAddress address(Door door) throws IOException {
        var listener = listeners.get(door);
        if (listener == null) {
            var settings = new Listener.Settings(
                    "imap",
                    door.security(),
                    8_192,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    100,
                    "* BYE too many connections\r\n");
            var session =
                    new ImapSession.Settings("mx.example.org", door.plaintext(), MESSAGE_SIZE, "1.2.3", door.imap());
            listener = Listener.open(
                    loops,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    settings,
                    door.security() == Listener.Security.CLEAR ? Optional.empty() : Optional.of(tls),
                    connection -> new ImapSession(
                            connection, store, session, new Penalty(Duration.ofMillis(1)), door.pace()));
            listeners.put(door, listener);
        }
        return listener.address();
    }

    Socket connect(Door door) throws IOException {
        var address = address(door);
        return new Socket(address.getAddress(), address.getPort());
    }

    /// A socket on which the greeting and a LOGIN are over.
    Socket loggedIn(String address) throws IOException {
        var socket = connect(Door.CLEAR);
        socket.setSoTimeout(10_000);
        readLine(socket);
        say(socket, "login LOGIN " + address + " " + PASSWORD);
        String reply = readLine(socket);
        if (!reply.startsWith("login OK")) {
            throw new AssertionError(reply);
        }
        return socket;
    }

    static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /// One line and no byte more.
    static String readLine(Socket socket) throws IOException {
        var line = new ByteArrayOutputStream();
        int next;
        while ((next = socket.getInputStream().read()) >= 0 && next != '\n') {
            line.write(next);
        }
        if (next < 0) {
            throw new IOException("the connection ended behind: " + line.toString(StandardCharsets.UTF_8));
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /// Closes all of it; the store's own check has to find nothing.
    @Override
    public void close() {
        listeners.values().forEach(Listener::close);
        loops.close();
        var findings = new ArrayList<String>();
        store.check(finding -> findings.add(finding.toString()));
        store.close();
        if (!findings.isEmpty()) {
            throw new AssertionError("the store's check found: " + findings);
        }
    }
}
