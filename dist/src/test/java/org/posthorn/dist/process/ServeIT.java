package org.posthorn.dist.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    @Test
    void commandsGoThroughTheServerThatRunsAndIntoTheStoreOfOneThatDoesNot() throws Exception {
        ServerProcess server = ServerProcess.start(folder);
        try (server) {
            server.account("alice@example.org", "secret");
            assertEquals(
                    "example.org\n", server.posthorn("domain", "list").orFail().out());
            assertEquals(
                    "the store is sound\n", server.posthorn("check").orFail().out());
            assertTrue(server.posthorn("status").orFail().out().contains("running"));
            assertEquals(0, server.stop());
        }
        assertEquals(
                "alice@example.org\n",
                server.posthorn("account", "list").orFail().out());
        server.posthorn("account", "remove", "alice@example.org").orFail();
        server.posthorn("domain", "remove", "example.org").orFail();
        assertEquals("the store is sound\n", server.posthorn("check").orFail().out());
        Installation.Ran status = server.posthorn("status");
        assertEquals(1, status.exitCode());
        assertTrue(status.out().contains("stopped"), status.out());
        try (ServerProcess again = ServerProcess.start(folder)) {
            assertEquals(
                    "[]\n", again.posthorn("account", "list", "--json").orFail().out());
        }
    }
}
