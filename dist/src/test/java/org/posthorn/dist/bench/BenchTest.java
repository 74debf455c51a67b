package org.posthorn.dist.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.common.config.ConfigFile;
import org.posthorn.common.config.HostPort;
import org.posthorn.dist.admin.Credentials;
import org.posthorn.dist.bench.Load.Login;
import org.posthorn.dist.bench.Load.Scenario;
import org.posthorn.dist.bench.Load.Sharing;
import org.posthorn.dist.bench.Target.Security;
import org.posthorn.dist.server.Server;

class BenchTest {
    private static final List<Login> LOGINS =
            List.of(new Login("one@example.org", "first"), new Login("two@example.org", "second"));

    @TempDir
    static Path folder;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        Path config = folder.resolve("posthorn.toml");
        var text = new StringBuilder("hostname = \"mx.test\"\ndata = \"data\"\n[listen]\n");
        for (var name : List.of("smtp", "submission", "submissions", "imap", "imaps", "pop3", "pop3s", "admin")) {
            text.append(name).append(" = [\"127.0.0.1:0\"]\n");
        }
        Files.writeString(config, text + "[auth]\nallow_plaintext = true\n");
        server = Server.start(ConfigFile.read(config), Clock.systemUTC());
        for (Login login : LOGINS) {
            server.administration().addAccount(new Credentials(login.address(), login.password()));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static InetSocketAddress address(String name) {
        return server.listeners().stream()
                .filter(listener -> listener.name().equals(name))
                .findFirst()
                .map(listener -> HostPort.parse(listener.address()).literal())
                .orElseThrow();
    }

    private static Load load(Scenario scenario, Target target, Load.Shape shape, Load.Details details) {
        return new Load(scenario, target, LOGINS, shape, new Load.Bounds(10, Duration.ofSeconds(30)), details);
    }

    private static Load.Details details(boolean authenticated, Sharing sharing) {
        return new Load.Details("INBOX", "FLAGS RFC822.SIZE BODY.PEEK[]", authenticated, sharing);
    }

    private static Result run(Load load) throws Exception {
        Result result = new Bench(load, Optional.of(ProcessHandle.current())).run();
        assertEquals(new Result.Errors(0, ""), result.errors());
        assertEquals(10, result.operations());
        assertTrue(result.micros().p50() <= result.micros().p99());
        assertTrue(result.micros().p99() <= result.micros().max());
        return result;
    }

    @ParameterizedTest
    @CsvSource({
        "smtp, NONE, false, 1",
        "smtp, STARTTLS, false, 2",
        "submissions, TLS, true, 1",
        "submission, STARTTLS, true, 2"
    })
    void sendsMessages(String listener, Security security, boolean authenticated, int recipients) throws Exception {
        var before = messages();
        var shape = new Load.Shape(3, 4096, recipients);
        Result result = run(load(
                Scenario.SMTP, new Target(address(listener), security), shape, details(authenticated, Sharing.OWN)));
        assertEquals(10, result.messages());
        assertTrue(result.octets().sent() > 10 * 4096, result.toString());
        assertEquals(before + 10 * recipients, messages());
    }

    /// How many there are in all mailboxes, as FETCH counts them.
    private static long messages() throws Exception {
        long count = 0;
        for (Login login : LOGINS) {
            try (var client = new ImapClient(
                    new Target(address("imap"), Security.NONE), new Traffic(), login, ImapClient.BUFFER)) {
                long exists = client.select("INBOX");
                assertEquals(exists, exists == 0 ? 0 : client.command("FETCH 1:* (BODY.PEEK[] UID)"));
                count += exists;
            }
        }
        return count;
    }

    @ParameterizedTest
    @EnumSource(Security.class)
    void appendsAndFetches(Security security) throws Exception {
        var imap = new Target(address(security == Security.TLS ? "imaps" : "imap"), security);
        var shape = new Load.Shape(2, 1024, 1);
        assertEquals(
                10,
                run(load(Scenario.APPEND, imap, shape, details(false, Sharing.OWN)))
                        .messages());
        assertEquals(
                10,
                run(load(Scenario.APPEND, imap, shape, details(false, Sharing.SHARED)))
                        .messages());
        run(load(Scenario.LOGIN, imap, shape, details(false, Sharing.OWN)));
        run(load(Scenario.STORE, imap, shape, details(false, Sharing.OWN)));
        Result fetched = run(load(Scenario.FETCH, imap, shape, details(false, Sharing.SHARED)));
        assertTrue(fetched.messages() >= 10 * 10, fetched.toString());
        assertTrue(fetched.octets().received() > fetched.messages() * 1024, fetched.toString());
    }

    @ParameterizedTest
    @EnumSource(Security.class)
    void drains(Security security) throws Exception {
        var imap = new Target(address("imap"), Security.NONE);
        run(load(Scenario.APPEND, imap, new Load.Shape(1, 70_000, 1), details(false, Sharing.OWN)));
        var pop3 = new Target(address(security == Security.TLS ? "pop3s" : "pop3"), security);
        // A maildrop has one session at a time.
        Result result = run(load(Scenario.POP3, pop3, new Load.Shape(1, 1024, 1), details(false, Sharing.OWN)));
        assertTrue(result.messages() >= 100, result.toString());
        assertTrue(result.octets().received() > 100 * 70_000, result.toString());
    }

    @Test
    void tellsHowSoonIdleConnectionsAreTold() throws Exception {
        var imap = new Target(address("imap"), Security.NONE);
        Result result = run(load(Scenario.IDLE, imap, new Load.Shape(6, 1024, 1), details(false, Sharing.OWN)));
        assertEquals(10 * 3, result.messages());
    }

    @Test
    void aClosedPortIsOneLine() throws Exception {
        int closed;
        try (var socket = new java.net.ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        var nobody = new Target(new InetSocketAddress("127.0.0.1", closed), Security.NONE);
        var bench = new Bench(
                load(Scenario.SMTP, nobody, new Load.Shape(2, 1024, 1), details(false, Sharing.OWN)), Optional.empty());
        assertEquals(
                "127.0.0.1:" + closed + ": Connection refused",
                assertThrows(BenchFailed.class, bench::run).getMessage());
    }

    @Test
    void errorsAreCountedAndEndTheLoad() throws Exception {
        var strangers = List.of(new Login("nobody@elsewhere.example", "x"));
        var load = new Load(
                Scenario.SMTP,
                new Target(address("smtp"), Security.NONE),
                strangers,
                new Load.Shape(1, 1024, 1),
                new Load.Bounds(100_000, Duration.ofSeconds(30)),
                details(false, Sharing.OWN));
        Result result = new Bench(load, Optional.empty()).run();
        assertEquals(0, result.operations());
        assertEquals(100, result.errors().count());
        assertTrue(
                result.errors().first().contains("550 5.7.1"), result.errors().first());
    }

    @Test
    void leavesOtherMachinesAlone() {
        var wrong = assertThrows(
                IllegalArgumentException.class,
                () -> new Target(new InetSocketAddress("192.0.2.1", 25), Security.NONE));
        assertTrue(wrong.getMessage().contains("loopback"), wrong.getMessage());
    }
}
