package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.net.Connection;
import org.posthorn.common.net.Output;
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
            var heard = new ArrayList<String>();
            var settings = new SmtpSession.Settings("mx.example.org", SmtpSession.Role.MX, false, 1_000, "1");
            new SmtpSession(listening(heard), server.store(), settings).silent();
            assertEquals(List.of("421 4.4.2 nothing heard for too long, closing", "closeAfterFlush"), heard);
        }
    }

    /// A connection that only notes what it is told.
    private static Connection listening(List<String> heard) {
        var loader = EndingsTest.class.getClassLoader();
        var out = (Output) Proxy.newProxyInstance(loader, new Class<?>[] {Output.class}, (self, method, args) -> {
            if (method.getName().equals("ascii")) {
                heard.add(args[0].toString());
            }
            return self;
        });
        return (Connection) Proxy.newProxyInstance(loader, new Class<?>[] {Connection.class}, (_, method, _) -> {
            if (method.getName().equals("out")) {
                return out;
            }
            heard.add(method.getName());
            return null;
        });
    }
}
