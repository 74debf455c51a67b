package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.transcript.Client;
import org.posthorn.smtp.TestServer.Door;

/// How a session ends that the client does not end.
class EndingsTest {

    @Test
    void aServerThatStopsSaysSo(@TempDir Path folder) throws Exception {
        try (var server = TestServer.start(folder);
                var client = new Client(server.connect(Door.MX))) {
            client.receive();
            client.send("NOOP\r\n");
            client.receive();
            server.stopListening();
            assertEquals("421 4.3.2 the server is stopping, come back soon", client.receive());
            assertNull(client.receive());
        }
    }

    @Test
    void aSilentClientIsToldWhyItIsLeft(@TempDir Path folder) throws Exception {
        try (var server = TestServer.start(folder)) {
            var noted = new NotedConnection();
            var settings = new SmtpSession.Settings("mx.example.org", SmtpSession.Role.MX, false, 1_000, "1");
            new SmtpSession(noted.connection(), server.store(), settings).silent();
            assertEquals(List.of("421 4.4.2 nothing heard for too long, closing", "closeAfterFlush"), noted.notes());
        }
    }
}
