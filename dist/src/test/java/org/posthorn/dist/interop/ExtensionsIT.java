package org.posthorn.dist.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.dist.admin.Credentials;
import org.posthorn.dist.admin.QuotaOrder;
import org.posthorn.dist.process.ServerProcess;

/// Clients of many extensions, one after the other; the table in this package's description says which of which.
class ExtensionsIT {
    private static final Path NODE = Path.of("target/node/node_modules");

    @TempDir
    static Path folder;

    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(folder);
        try (var administration = server.administration()) {
            for (String name : new String[] {"alice", "bob", "carol", "dave", "erin"}) {
                administration.addAccount(new Credentials(name + "@example.org", "secret"));
                administration.limitAccount(new QuotaOrder(name + "@example.org", "50 MiB", "1000"));
            }
        }
    }

    @AfterAll
    static void stop() {
        try {
            assertTrue(server.posthorn("check").orFail().out().startsWith("the store is sound"));
        } finally {
            server.close();
        }
    }

    @Test
    void python() {
        Programs.need("python3");
        var ran = server.run("python3", "src/test/python/extensions.py");
        assertEquals("all went well\n", ran.out(), ran.err());
    }

    @Test
    void nodeImap() {
        Programs.need("node");
        Programs.needFile(NODE.resolve("imap/package.json"));
        var ran = server.run("env", "NODE_PATH=" + NODE, "node", "src/test/node/extensions.cjs");
        assertEquals("all went well\n", ran.out(), ran.err());
    }

    @Test
    void angusMail() throws Exception {
        AngusExtensions.use(server, "dave@example.org", "erin@example.org");
    }
}
