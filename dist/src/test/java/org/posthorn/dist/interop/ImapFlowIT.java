package org.posthorn.dist.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.dist.process.ServerProcess;

/// ImapFlow, the Node world's client, which speaks CONDSTORE and QRESYNC. `.ci/run` installs it.
class ImapFlowIT {
    private static final Path LIBRARIES = Path.of("target/node/node_modules");

    @TempDir
    Path folder;

    @Test
    void resynchronises() throws Exception {
        Programs.need("node");
        Programs.needFile(LIBRARIES.resolve("imapflow/package.json"));
        try (ServerProcess server = ServerProcess.start(folder)) {
            server.account("alice@example.org", "secret");
            var ran = server.run("env", "NODE_PATH=" + LIBRARIES, "node", "src/test/node/resync.cjs");
            assertEquals("all went well\n", ran.out(), ran.err());
            assertTrue(server.posthorn("check").orFail().out().startsWith("the store is sound"));
        }
    }
}
