package org.posthorn.dist.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeIT {
    @TempDir
    Path folder;

    @Test
    void startsTellsWhereItIsAndStopsCleanly() throws Exception {
        Path runFile;
        try (ServerProcess server = ServerProcess.start(folder)) {
            runFile = server.data().resolve("run/admin.json");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(runFile)));
            String ready = server.log().stream()
                    .filter(line -> line.contains(" ready: "))
                    .findFirst()
                    .orElseThrow();
            assertTrue(ready.contains("smtp 127.0.0.1:" + server.port("smtp")), ready);
            assertEquals(0, server.stop());
            assertTrue(server.log().getLast().contains("stopped"), server.log().toString());
        }
        assertFalse(Files.exists(runFile));
    }

    /// Native libraries come with the tree: copies of them, made at each start, would fill the disk of a server that
    /// is killed often, and a folder for temporary files may well forbid to run anything.
    @Test
    void leavesNothingInTheFolderForTemporaryFilesWhenItIsKilled() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        try (ServerProcess server = ServerProcess.start(folder, "-Xmx256m -Djava.io.tmpdir=" + temporary)) {
            server.account("alice@example.org", "secret");
            say(
                    server.address("imap"),
                    "a LOGIN alice@example.org secret\r\nb APPEND INBOX {5+}\r\nhello\r\nc LOGOUT\r\n");
            server.kill();
        }
        try (var left = Files.walk(temporary)) {
            assertEquals(List.of(temporary), left.toList());
        }
    }

    @Test
    void commandsGoThroughTheServerThatRunsAndIntoTheStoreOfOneThatDoesNot() throws Exception {
        var memory = "[storage]\nmemory = \"128 MiB\"\n";
        ServerProcess server = ServerProcess.start(folder, "-Xmx512m", memory);
        try (server) {
            server.account("alice@example.org", "secret");
            assertEquals(
                    "example.org\n", server.posthorn("domain", "list").orFail().out());
            assertTrue(server.posthorn("check").orFail().out().startsWith("the store is sound"));
            var running = server.posthorn("status").orFail().out();
            assertTrue(running.contains("running") && running.contains(" of 128.0 MiB"), running);
            assertEquals(0, server.stop());
        }
        assertEquals(
                "alice@example.org\n",
                server.posthorn("account", "list").orFail().out());
        server.posthorn("account", "remove", "alice@example.org").orFail();
        server.posthorn("domain", "remove", "example.org").orFail();
        assertTrue(server.posthorn("check").orFail().out().startsWith("the store is sound"));
        Installation.Ran status = server.posthorn("status");
        assertEquals(1, status.exitCode());
        assertTrue(status.out().contains("stopped"), status.out());
        try (ServerProcess again = ServerProcess.start(folder)) {
            assertEquals(
                    "[]\n", again.posthorn("account", "list", "--json").orFail().out());
        }
    }

    @Test
    void theLogHasALineForWhatAnOperatorAsksFor() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder)) {
            server.account("alice@example.org", "secret");
            say(
                    server.address("imap"),
                    "a ID (\"name\" \"Mutt\" \"os\" NIL)\r\nb LOGIN alice@example.org secret\r\n"
                            + "c APPEND INBOX {5+}\r\nhello\r\nd LOGOUT\r\n");
            say(server.address("pop3"), "USER alice@example.org\r\nPASS secret\r\nDELE 1\r\nQUIT\r\n");
            assertEquals(0, server.stop());
            String log = String.join("\n", server.log());
            for (String event : List.of(
                    "INFO connected conn=c1 listener=imap ",
                    "INFO client identified itself conn=c1 client=\"name=Mutt\"",
                    "INFO logged in conn=c1 ",
                    "INFO message appended conn=c1 mailbox=INBOX uid=1 size=5",
                    "INFO connected conn=c2 listener=pop3 ",
                    "INFO logged in conn=c2 ",
                    "INFO messages removed conn=c2 messages=1",
                    "INFO stopped")) {
                assertTrue(log.contains(event), event + " is missing in\n" + log);
            }
        }
    }

    private static void say(InetSocketAddress address, String all) throws IOException {
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        }
    }
}
