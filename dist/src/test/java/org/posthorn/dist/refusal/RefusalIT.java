package org.posthorn.dist.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.dist.process.Installation;
import org.posthorn.dist.process.ServerProcess;

class RefusalIT {
    private static final String QUIET =
            "[listen]\nsmtp = []\nsubmission = []\nsubmissions = []\nimap = []\nimaps = []\n"
                    + "pop3 = []\npop3s = []\nadmin = []\n";

    @TempDir
    Path folder;

    private Path config;

    @BeforeEach
    void name() {
        config = folder.resolve("posthorn.toml");
    }

    /// A configuration without `data`, what it lacks, and what the line has to name.
    static Stream<Arguments> configurations() {
        return Stream.of(
                Arguments.of(
                        "[limits]\nmesage_size = \"1 MiB\"\n", "posthorn.toml:4: [limits] mesage_size", "message_size"),
                Arguments.of("[listen]\nsmtp = [\"127.0.0.1:99999\"]\n", "posthorn.toml:4: [listen] smtp", "65535"),
                Arguments.of("[tls]\ncertificate = \"a.pem\"\n", "posthorn.toml:3: [tls]", "key is missing"),
                Arguments.of(QUIET + "[tls]\ncertificate = \"none.pem\"\nkey = \"none.pem\"\n", "none.pem", "none.pem"),
                Arguments.of("[listen\n", "posthorn.toml:3:", "]"));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void aBadConfigurationIsNamedByItsLine(String text, String where, String what) throws IOException {
        Files.writeString(config, "hostname = \"mx.test\"\ndata = \"data\"\n" + text);
        assertRefused(serve(), where, what);
    }

    @Test
    void aMissingFile() {
        assertRefused(serve(), "posthorn.toml: no such file", "posthorn init");
    }

    @Test
    void aPortInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = taken.getLocalPort();
            Files.writeString(
                    config,
                    "hostname = \"mx.test\"\ndata = \"data\"\n"
                            + QUIET.replace("imap = []", "imap = [\"127.0.0.1:" + port + "\"]"));
            Installation.Ran ran = serve();
            assertRefused(ran, "[listen] imap", "127.0.0.1:" + port);
            assertEquals(ran.err().indexOf("choose another"), ran.err().lastIndexOf("choose another"), ran.err());
        }
    }

    @Test
    void aDataFolderThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Files.writeString(config, "hostname = \"mx.test\"\ndata = \"" + file.resolve("data") + "\"\n" + QUIET);
        assertRefused(serve(), file.toString(), "data");
    }

    @Test
    void aStoreOfANewerFormat() throws Exception {
        Files.writeString(config, "hostname = \"mx.test\"\ndata = \"data\"\n" + QUIET);
        try (ServerProcess server = ServerProcess.start(folder)) {
            assertEquals(0, server.stop());
        }
        Path format = folder.resolve("data/store/format");
        Files.writeString(format, "999\n");
        assertRefused(serve(), "999", "newer");
    }

    @Test
    void aServerThatRunsAlready() {
        try (ServerProcess server = ServerProcess.start(folder)) {
            assertRefused(serve(), "process " + server.pid(), "already runs");
        }
    }

    @Test
    void whatIsNotThereAndWhatIsThereAlready() {
        try (ServerProcess server = ServerProcess.start(folder)) {
            server.account("alice@example.org", "secret");
            assertRefused(
                    server.posthornReading("x\n", "account", "add", "alice@example.org", "--password-stdin"),
                    "alice@example.org",
                    "exists already");
            assertRefused(
                    server.posthornReading("x\n", "account", "add", "no address", "--password-stdin"),
                    "no address",
                    "address");
            assertRefused(server.posthorn("account", "remove", "bob@example.org"), "bob@example.org", "not exist");
            assertRefused(server.posthorn("domain", "remove", "example.org"), "example.org", "accounts");
            assertRefused(
                    server.posthornReading("\n", "account", "password", "alice@example.org", "--password-stdin"),
                    "alice@example.org",
                    "empty");
        }
    }

    @Test
    void anImportNamesItsBadLinesAndMakesNothing() throws IOException {
        try (ServerProcess server = ServerProcess.start(folder)) {
            Path file = folder.resolve("accounts.csv");
            Files.writeString(file, "address,password\na@example.org,x\nbad,x\n\na@example.org,y\nb@example.org\n");
            Installation.Ran ran = server.posthorn("account", "import", file.toString());
            assertEquals(1, ran.exitCode());
            List<String> lines = ran.err().lines().toList();
            assertEquals(4, lines.size(), ran.err());
            assertTrue(lines.get(0).startsWith(file + ":3: "), ran.err());
            assertTrue(lines.get(1).startsWith(file + ":5: "), ran.err());
            assertTrue(lines.get(2).startsWith(file + ":6: "), ran.err());
            assertEquals("", server.posthorn("account", "list").orFail().out());

            Files.writeString(file, "address,password\na@example.org,x\nb@example.org,\"y,\"\"z\"\n");
            assertEquals(
                    "imported 2 accounts\n",
                    server.posthorn("account", "import", file.toString())
                            .orFail()
                            .out());
            assertEquals(
                    "a@example.org\nb@example.org\n",
                    server.posthorn("account", "list").orFail().out());
        }
    }

    @Test
    void aMachineWithoutASuitableJdk() throws IOException {
        Path launcher = folder.resolve("posthorn");
        Files.writeString(launcher, Files.readString(Installation.launcher()).replace("needed=25", "needed=99"));
        Installation.Ran ran = Installation.run(Map.of(), "", List.of("sh", launcher.toString(), "version"));
        assertRefused(ran, "needs a JDK 99", "JAVA_HOME");
    }

    private Installation.Ran serve() {
        return Installation.posthorn("serve", "-c", config.toString());
    }

    private static void assertRefused(Installation.Ran ran, String where, String what) {
        assertEquals(1, ran.exitCode(), ran.out() + ran.err());
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertTrue(ran.err().contains(where) && ran.err().contains(what), ran.err());
        assertFalse((ran.out() + ran.err()).contains("\tat "), ran.out() + ran.err());
    }
}
