package org.posthorn.dist.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.config.ConfigFile;
import org.posthorn.dist.server.Server;

/// Limits, and what is hidden from clients, are set and shown the same way on a stopped store and through a server.
class QuotaCommandTest {
    private static final String ALICE = "alice@example.org";

    @TempDir
    Path folder;

    private Path config;
    private String err;

    @BeforeEach
    void account() throws Exception {
        config = folder.resolve("posthorn.toml");
        Files.writeString(config, """
            hostname = "mx.test"
            data = "data"
            [listen]
            smtp = []
            submission = []
            submissions = []
            imap = []
            imaps = []
            pop3 = []
            pop3s = []
            admin = ["127.0.0.1:0"]
            """);
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("list.csv"), "address,password\n" + ALICE + ",secret\n");
        run(0, "account", "import", folder.resolve("list.csv").toString());
    }

    @Test
    void onAStoppedStore() throws Exception {
        setsAndShows();
        hidesAndShows();
    }

    @Test
    void throughAServer() throws Exception {
        try (Server _ = Server.start(ConfigFile.read(config), Clock.systemUTC())) {
            setsAndShows();
            hidesAndShows();
        }
    }

    private void setsAndShows() throws Exception {
        assertEquals(ALICE + "  0 messages, 0.0 KiB\n", run(0, "account", "quota", ALICE));
        assertEquals(
                "example.org  at most 9 messages, at most 2 GiB\n",
                run(0, "domain", "quota", "example.org", "--size", "2 GiB", "--messages", "9"));
        assertEquals(ALICE + "  0 of 9 messages, 0.0 KiB of 2 GiB\n", run(0, "account", "quota", ALICE));
        assertEquals(
                ALICE + "  0 of 9 messages, 0.0 KiB of 300 B\n", run(0, "account", "quota", ALICE, "--size", "300 B"));
        assertEquals(
                "{\"octets\":0,\"messages\":0,\"limits\":{\"octets\":300,\"messages\":-1}}\n",
                run(0, "account", "quota", ALICE, "--messages", "none", "--json"));
        assertEquals(ALICE + "  0 messages, 0.0 KiB of 300 B\n", run(0, "account", "list", "--quota"));
        assertEquals(ALICE + "\n", run(0, "account", "list"));
        imports(2, 0);
        assertEquals(ALICE + "  2 messages, 0.2 KiB of 300 B\n", run(0, "account", "quota", ALICE));
        imports(2, 1);
        assertTrue(err.contains("the account holds as much as it may"), err);
        assertEquals(
                ALICE + "  2 of 9 messages, 0.2 KiB of 2 GiB\n",
                run(0, "account", "quota", ALICE, "--size", "default", "--messages", "default"));
        assertEquals("{\"octets\":-1,\"messages\":-1}\n", noDomainLimits());
        run(1, "account", "quota", "bob@example.org");
        assertEquals("posthorn: bob@example.org does not exist\n", err);
        run(1, "domain", "quota", "example.com", "--messages", "3");
        assertEquals("posthorn: example.com does not exist\n", err);
        run(1, "account", "quota", ALICE, "--size", "2 GB");
        assertTrue(err.startsWith("posthorn: the size \"2 GB\": a size is a whole number and one of"), err);
        run(1, "account", "quota", ALICE, "--messages", "-1");
        assertEquals("posthorn: the number of messages \"-1\" is not a whole number, nor none\n", err);
        run(1, "domain", "quota", "example.org", "--size", "default");
        assertEquals("posthorn: a domain has no default above it; without a limit is none\n", err);
    }

    private void hidesAndShows() throws Exception {
        assertEquals(ALICE + "  nothing is hidden\n", run(0, "account", "hide", ALICE));
        assertEquals(ALICE + "  NOTIFY UIDONLY\n", run(0, "account", "hide", ALICE, "uidonly", "NOTIFY"));
        assertEquals("[\"NOTIFY\",\"UIDONLY\"]\n", run(0, "account", "hide", ALICE, "--json"));
        run(1, "account", "hide", ALICE, "UIDONYL");
        assertEquals("posthorn: \"UIDONYL\": is no capability that can be hidden; did you mean UIDONLY?\n", err);
        run(1, "account", "hide", "bob@example.org");
        assertEquals("posthorn: bob@example.org does not exist\n", err);
        run(1, "account", "hide", "bob@example.org", "NOTIFY");
        assertEquals("posthorn: bob@example.org does not exist\n", err);
        assertEquals(ALICE + "  nothing is hidden\n", run(0, "account", "hide", ALICE, "--nothing"));
    }

    private String noDomainLimits() throws Exception {
        return run(0, "domain", "quota", "example.org", "--size", "none", "--messages", "none", "--json");
    }

    /// Messages of 100 octets each.
    private void imports(int count, int exitCode) throws Exception {
        Path eml = Files.createTempDirectory(folder, "eml");
        for (int i = 0; i < count; i++) {
            Files.writeString(eml.resolve(i + ".eml"), "Subject: " + i + "\r\n\r\n" + "x".repeat(86));
        }
        run(exitCode, "message", "import", ALICE, eml.toString());
    }

    private String run(int exitCode, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        String[] line = Stream.concat(Stream.of(arguments), Stream.of("-c", config.toString()))
                .toArray(String[]::new);
        assertEquals(
                exitCode,
                PosthornCommand.run(new PrintWriter(out, true), new PrintWriter(errors, true), line),
                () -> out + "" + errors);
        err = errors.toString();
        return out.toString();
    }
}
