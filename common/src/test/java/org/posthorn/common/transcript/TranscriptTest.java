package org.posthorn.common.transcript;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The runner itself, against a server that says what it is told to say.
class TranscriptTest {
    private static void play(String transcript, String answer) throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var thread = Thread.ofVirtual().start(() -> {
                try (var peer = server.accept()) {
                    peer.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    peer.shutdownOutput();
                    peer.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            Transcript.parse("test", transcript).play(() -> new Socket(server.getInetAddress(), server.getLocalPort()));
            thread.interrupt();
        }
    }

    @Test
    void exactLinesCapturesAndOrder() throws IOException {
        play(
                "# x\nS: a $id b\n{\nS: two …\nS: one\n}\nS: again $id\nS! closed\n",
                "a 42 b\r\none\r\ntwo x\r\nagain 42\r\n");
    }

    @Test
    void failsOnAnotherWordAnotherCaptureAndABareLf() {
        assertThrows(AssertionError.class, () -> play("S: a\n", "b\r\n"));
        assertThrows(AssertionError.class, () -> play("S: $x $x\n", "1 2\r\n"));
        assertThrows(AssertionError.class, () -> play("S: $x\nS: $x\n", "1\r\n2\r\n"));
        assertThrows(AssertionError.class, () -> play("S: a\n", "a\n"));
        assertThrows(AssertionError.class, () -> play("S! closed\n", "a\r\n"));
        var error = assertThrows(AssertionError.class, () -> play("\nS: a\n", ""));
        assertTrue(error.getMessage().startsWith("test:2\nexpected: a"), error.getMessage());
    }
}
