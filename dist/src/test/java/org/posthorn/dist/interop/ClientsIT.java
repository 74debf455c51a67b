package org.posthorn.dist.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.dist.process.Installation;
import org.posthorn.dist.process.ServerProcess;

/// Python's mail modules, curl and swaks.
class ClientsIT {
    private static final String MESSAGE =
            "From: alice@example.org\r\nTo: bob@example.org\r\nSubject: hello\r\n\r\n.dot\r\nGr\u00FC\u00DFe\r\n";

    private static final AtomicInteger RECIPIENTS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static ServerProcess server;

    /// This test's own recipient, whose mailboxes are empty.
    private final String recipient = "user" + RECIPIENTS.incrementAndGet() + "@example.org";

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(folder);
        StringBuilder accounts =
                new StringBuilder("address,password\nalice@example.org,secret\nbob@example.org,secret\n");
        for (int i = 1; i <= 30; i++) {
            accounts.append("user").append(i).append("@example.org,secret\n");
        }
        Path file = Files.writeString(folder.resolve("accounts.csv"), accounts);
        server.posthorn("account", "import", file.toString()).orFail();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void python() {
        Programs.need("python3");
        Installation.Ran ran = server.run("python3", "src/test/python/roundtrip.py");
        assertEquals("all went well\n", ran.out(), ran.err());
    }

    @ParameterizedTest
    @CsvSource({
        "smtp, submission, false",
        "smtp, submission, true",
        "smtps, submissions, true",
        "smtp, smtp, false",
    })
    void curlSends(String scheme, String listener, boolean tls) throws Exception {
        Programs.need("curl");
        Path message = Files.writeString(folder.resolve("message"), MESSAGE);
        List<String> line = curl(tls && scheme.equals("smtp"));
        line.addAll(List.of("--mail-from", "alice@example.org", "--mail-rcpt", recipient));
        line.addAll(List.of("--upload-file", message.toString(), url(scheme, listener) + "/client.example"));
        if (!listener.equals("smtp")) {
            line.addAll(List.of("--user", "alice@example.org:secret"));
        }
        server.run(line.toArray(String[]::new)).orFail();
        assertTrue(read("imap", "imap", "/INBOX;MAILINDEX=1", false).endsWith(MESSAGE));
    }

    @ParameterizedTest
    @CsvSource({
        "imap, imap, false, /INBOX;MAILINDEX=1",
        "imap, imap, true, /INBOX;MAILINDEX=1",
        "imaps, imaps, true, /INBOX;MAILINDEX=1",
        "pop3, pop3, false, /1",
        "pop3, pop3, true, /1",
        "pop3s, pop3s, true, /1"
    })
    void curlReads(String scheme, String listener, boolean tls, String path) throws Exception {
        Programs.need("curl");
        curlSends("smtp", "smtp", false);
        assertTrue(read(scheme, listener, path, tls).endsWith(MESSAGE));
    }

    @Test
    void curlAppends() throws Exception {
        Programs.need("curl");
        Path message = Files.writeString(folder.resolve("message"), MESSAGE);
        List<String> line = curl(false);
        line.addAll(List.of("--user", recipient + ":secret", "--upload-file", message.toString()));
        line.add(url("imaps", "imaps") + "/Sent");
        server.run(line.toArray(String[]::new)).orFail();
        assertEquals(MESSAGE, read("imap", "imap", "/Sent;MAILINDEX=1", true));
    }

    private String read(String scheme, String listener, String path, boolean tls) {
        List<String> line = curl(tls && !scheme.endsWith("s"));
        line.addAll(List.of("--user", recipient + ":secret", url(scheme, listener) + path));
        return server.run(line.toArray(String[]::new)).orFail().out();
    }

    private List<String> curl(boolean startTls) {
        List<String> line = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--max-time", "60"));
        line.addAll(List.of("--cacert", server.data().resolve("tls/chain.pem").toString()));
        if (startTls) {
            line.add("--ssl-reqd");
        }
        return line;
    }

    private String url(String scheme, String listener) {
        return scheme + "://127.0.0.1:" + server.port(listener);
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, submission, --tls", "LOGIN, submission, --tls", "PLAIN, submissions, --tls-on-connect"})
    void swaks(String mechanism, String listener, String tls) {
        Programs.need("swaks");
        Installation.Ran ran = server.run(
                "swaks",
                "--server",
                "127.0.0.1:" + server.port(listener),
                tls,
                "--tls-ca-path",
                server.data().resolve("tls/chain.pem").toString(),
                "--tls-verify",
                "--auth",
                mechanism,
                "--auth-user",
                "alice@example.org",
                "--auth-password",
                "secret",
                "--from",
                "alice@example.org",
                "--to",
                recipient,
                "--pipeline");
        assertEquals(0, ran.exitCode(), ran.out() + ran.err());
        assertTrue(read("pop3", "pop3", "/1", false).contains("This is a test mailing"));
    }

    @Test
    void swaksWithAWrongPasswordIsRefused() {
        Programs.need("swaks");
        Installation.Ran ran = server.run(
                "swaks",
                "--server",
                "127.0.0.1:" + server.port("submission"),
                "--tls",
                "--auth",
                "PLAIN",
                "--auth-user",
                "alice@example.org",
                "--auth-password",
                "wrong",
                "--to",
                recipient);
        assertNotEquals(0, ran.exitCode());
        assertTrue(ran.out().contains("535"), ran.out());
    }
}
