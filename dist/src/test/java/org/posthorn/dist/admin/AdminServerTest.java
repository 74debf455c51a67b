package org.posthorn.dist.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.common.config.HostPort;
import org.posthorn.dist.admin.AdministrationFailed.Kind;
import org.posthorn.dist.transfer.Letter;
import org.posthorn.storage.CheckListener;
import org.posthorn.storage.CheckSummary;
import org.posthorn.storage.Damage;
import org.posthorn.storage.Finding;

class AdminServerTest {
    private static final Finding FINDING = new Finding(
            Damage.BODY_DAMAGED,
            new Finding.Where("b\u00FC@example.org", "INBOX", 1, 2, new Finding.Letter("s", "<m@x>", "today")),
            "its body: \"chunk\"",
            true);

    private static final String TOKEN = "0123456789abcdef";

    private static final QuotaFacts QUOTA = new QuotaFacts(5, 1, new LimitFacts(1L << 40, -1));

    private final Recording recording = new Recording();

    private AdminServer server;
    private RemoteAdministration remote;

    @BeforeEach
    void open() throws IOException {
        server = AdminServer.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), TOKEN, recording);
        remote = remote(TOKEN);
    }

    @AfterEach
    void close() {
        remote.close();
        server.close();
    }

    private RemoteAdministration remote(String token) {
        return new RemoteAdministration(new RunFile(1, HostPort.print(server.address()), token, List.of()));
    }

    @Test
    void everyMethodTravels() throws Exception {
        remote.addDomain("example.org");
        remote.removeDomain("b\u00FCcher.example");
        remote.addAccount(new Credentials("a/b+c%@example.org", "p\u00E4ss"));
        remote.removeAccount("a/b+c%@example.org");
        remote.setPassword(new Credentials("x@example.org", "new"));
        assertEquals(
                List.of(
                        "add domain example.org",
                        "remove domain b\u00FCcher.example",
                        "add a/b+c%@example.org p\u00E4ss",
                        "remove a/b+c%@example.org",
                        "password x@example.org new"),
                recording.asked);
        remote.addShared("team@example.org");
        assertEquals("add shared team@example.org", recording.asked.getLast());
        var order = new RightsOrder("team@example.org", "b\u00FCcher", "anyone", "+lr");
        assertEquals(List.of(new RightsFacts("anyone", "lr")), remote.rights(order));
        assertEquals(order.toString(), recording.asked.getLast());
        assertEquals(List.of("example.org"), remote.domains());
        assertEquals(List.of(new AccountFacts(7, "a@example.org", QUOTA)), remote.accounts());
        remote.limitAccount(new QuotaOrder("x@example.org", "2 GiB", ""));
        assertEquals("limit QuotaOrder[subject=x@example.org, size=2 GiB, messages=]", recording.asked.getLast());
        assertEquals(QUOTA, remote.accountQuota("a/b+c%@example.org"));
        remote.limitDomain(new QuotaOrder("b\u00FCcher.example", "none", "5"));
        assertEquals("limit QuotaOrder[subject=b\u00FCcher.example, size=none, messages=5]", recording.asked.getLast());
        assertEquals(QUOTA.limits(), remote.domainQuota("b\u00FCcher.example"));
        assertEquals("running", remote.status().state());
        assertEquals(new BackupFacts(3, "now", 9), remote.backup(new BackupOrder("/b\u00FCcher", 2)));
        assertEquals("backup /b\u00FCcher 2", recording.asked.getLast());
        List<Finding> findings = new ArrayList<>();
        assertEquals(new CheckSummary(1, 2, 3, 1, 1), remote.check(new CheckOrder(true), findings::add));
        assertEquals(List.of(FINDING), findings);
        assertEquals("check true", recording.asked.getLast());
    }

    @Test
    void failuresTravelWithTheirKind() {
        AdministrationFailed failed = assertThrows(AdministrationFailed.class, () -> remote.addDomain("taken.example"));
        assertEquals(Kind.CONFLICT, failed.kind());
        assertEquals("taken.example exists already", failed.getMessage());
        AdministrationFailed broken = assertThrows(AdministrationFailed.class, () -> remote.addDomain("boom.example"));
        assertEquals("the server failed; its log says why", broken.getMessage());
    }

    @Test
    void nothingIsDoneWithoutTheToken() {
        try (RemoteAdministration stranger = remote("wrong")) {
            AdministrationFailed refused = assertThrows(AdministrationFailed.class, stranger::domains);
            assertEquals("needs the token of the data folder's run/admin.json", refused.getMessage());
        }
    }

    @Test
    void aServerThatIsGoneIsSaidToBe() {
        server.close();
        AdministrationFailed gone = assertThrows(AdministrationFailed.class, remote::domains);
        assertEquals(Kind.UNAVAILABLE, gone.kind());
    }

    @ParameterizedTest
    @CsvSource({
        "GET /health, 127.0.0.1, 200",
        "GET /health, localhost:8025, 200",
        "GET /health, [::1]:8025, 200",
        "GET /health, evil.example, 403",
        "GET /health, evil.example:8025, 403",
        "GET /api/v1/domains, 127.0.0.1, 401",
        "GET /anything, 127.0.0.1, 401"
    })
    void whoMayAsk(String request, String host, String status) throws IOException {
        assertEquals(status, ask(request, "Host: " + host));
    }

    @ParameterizedTest
    @CsvSource({
        "GET /api/v1/domains, 200",
        "GET /api/v1/nothing, 404",
        "PUT /api/v1/domains, 405",
        "GET /api/v1/domains/, 404",
        "POST /api/v1/domains, 400"
    })
    void whatCanBeAsked(String request, String status) throws IOException {
        assertEquals(status, ask(request, "Host: 127.0.0.1\r\nAuthorization: Bearer " + TOKEN));
    }

    @ParameterizedTest
    @CsvSource({
        "?account=a@x&mailbox=INBOX&since=1, 200",
        "?account=a@x&mailbox=INBOX&since=4294967295, 200",
        "?account=a@x&mailbox=INBOX&since=0, 400",
        "?account=a@x&mailbox=INBOX&since=-1, 400",
        "?account=a@x&mailbox=INBOX&since=99999999999999999999, 400",
        "?account=a@x&mailbox=INBOX&since=, 400",
        "?account=a@x&mailbox=INBOX, 400"
    })
    void lettersAreAppendedSinceAUid(String query, String status) throws IOException {
        String request = "POST /api/v1/mail/append" + query;
        assertEquals(status, ask(request, "Host: 127.0.0.1\r\nAuthorization: Bearer " + TOKEN));
        assertEquals(status.equals("200") ? 1 : 0, recording.asked.size());
    }

    private String ask(String request, String fields) throws IOException {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(10_000);
            String text = request + " HTTP/1.1\r\n" + fields + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            return new String(answer, StandardCharsets.UTF_8).split(" ")[1];
        }
    }

    /// Remembers what it was asked to do.
    private static final class Recording implements Administration {
        @Override
        public void addShared(String address) {
            asked.add("add shared " + address);
        }

        @Override
        public List<RightsFacts> rights(RightsOrder order) {
            asked.add(order.toString());
            return List.of(new RightsFacts("anyone", "lr"));
        }

        private final List<String> asked = new ArrayList<>();

        @Override
        public List<String> domains() {
            return List.of("example.org");
        }

        @Override
        public void addDomain(String domain) throws AdministrationFailed {
            if (domain.startsWith("taken")) {
                throw new AdministrationFailed(Kind.CONFLICT, domain + " exists already");
            }
            if (domain.startsWith("boom")) {
                throw new IllegalStateException("on purpose");
            }
            asked.add("add domain " + domain);
        }

        @Override
        public void removeDomain(String domain) {
            asked.add("remove domain " + domain);
        }

        @Override
        public List<AccountFacts> accounts() {
            return List.of(new AccountFacts(7, "a@example.org", QUOTA));
        }

        @Override
        public void addAccount(Credentials account) {
            asked.add("add " + account.address() + " " + account.password());
        }

        @Override
        public void removeAccount(String address) {
            asked.add("remove " + address);
        }

        @Override
        public void setPassword(Credentials account) {
            asked.add("password " + account.address() + " " + account.password());
        }

        @Override
        public QuotaFacts accountQuota(String address) {
            return QUOTA;
        }

        @Override
        public void limitAccount(QuotaOrder order) {
            asked.add("limit " + order);
        }

        @Override
        public List<String> hidden(String address) {
            return List.of("UIDONLY");
        }

        @Override
        public void hide(HideOrder order) {
            asked.add("hide " + order);
        }

        @Override
        public LimitFacts domainQuota(String domain) {
            return QUOTA.limits();
        }

        @Override
        public void limitDomain(QuotaOrder order) {
            asked.add("limit " + order);
        }

        @Override
        public CheckSummary check(CheckOrder order, CheckListener listener) {
            asked.add("check " + order.repair());
            listener.found(FINDING);
            listener.verified(2, 3, 4);
            return new CheckSummary(1, 2, 3, 1, 1);
        }

        @Override
        public BackupFacts backup(BackupOrder order) {
            asked.add("backup " + order.folder() + " " + order.keep());
            return new BackupFacts(3, "now", 9);
        }

        @Override
        public Status status() {
            return new Status("running", "1", "mx", "/data", 1, 2, List.of(), 1, 1, 3, 4, 5);
        }

        @Override
        public MailTransfer mail() {
            return new Append(asked);
        }

        @Override
        public Recovery deleted() {
            throw new UnsupportedOperationException("not here");
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    /// Appends nothing, and remembers where.
    private record Append(List<String> asked) implements MailTransfer {
        @Override
        public Appended append(Target target, Iterator<Letter> letters) {
            asked.add(target.toString());
            return new Appended(target.since(), List.of());
        }

        @Override
        public Opened open(String address, String mailbox) {
            throw new UnsupportedOperationException("not here");
        }

        @Override
        public List<Folder> folders(String address) {
            throw new UnsupportedOperationException("not here");
        }

        @Override
        public <X extends Exception> void read(String address, String mailbox, Letter.Visitor<X> visitor) {
            throw new UnsupportedOperationException("not here");
        }
    }
}
