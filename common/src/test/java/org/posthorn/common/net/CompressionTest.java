package org.posthorn.common.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// DEFLATE in both directions over real sockets. A known server withdrew it because inflating waited for bytes behind a
/// partial flush: here each reply is readable as soon as its command has arrived, however the bytes were cut.
@Timeout(120)
class CompressionTest {
    private static final long SEED = Long.getLong("posthorn.seed", 20261123L);

    /// The client's side: two streams of RFC 1951.
    private static final class Squeezed implements AutoCloseable {
        private final Peer peer;
        private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        private final Inflater inflater = new Inflater(true);

        Squeezed(Peer peer) throws IOException {
            this.peer = peer;
            assertEquals("hello", peer.line());
            peer.send("ZIP\r\n");
            assertEquals("zipped", peer.line());
        }

        static byte[] deflated(Deflater deflater, byte[] plain, int flush) {
            deflater.setInput(plain);
            var out = new ByteArrayOutputStream();
            var piece = new byte[8192];
            for (int length = piece.length; length == piece.length; ) {
                length = deflater.deflate(piece, 0, piece.length, flush);
                out.write(piece, 0, length);
            }
            return out.toByteArray();
        }

        byte[] deflated(String text) {
            return deflated(deflater, text.getBytes(StandardCharsets.ISO_8859_1), Deflater.SYNC_FLUSH);
        }

        void say(String text) throws IOException {
            peer.send(deflated(text));
        }

        /// The next line; waits for as many bytes as it takes and no more.
        String line() throws IOException, DataFormatException {
            var line = new ByteArrayOutputStream();
            var one = new byte[1];
            while (!line.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n")) {
                if (inflater.inflate(one) == 1) {
                    line.write(one[0]);
                } else {
                    inflater.setInput(peer.read(1));
                }
            }
            return line.toString(StandardCharsets.ISO_8859_1).strip();
        }

        /// The server ends its stream, so that what stands behind it is known to be plain.
        void awaitEnd() throws IOException, DataFormatException {
            while (!inflater.finished()) {
                assertEquals(0, inflater.inflate(new byte[1]));
                if (inflater.needsInput() && !inflater.finished()) {
                    inflater.setInput(peer.read(1));
                }
            }
        }

        byte[] read(int length) throws IOException, DataFormatException {
            var bytes = new byte[length];
            for (int at = 0; at < length; ) {
                int more = inflater.inflate(bytes, at, length - at);
                if (more == 0) {
                    inflater.setInput(peer.read(1));
                }
                at += more;
            }
            return bytes;
        }

        @Override
        public void close() throws IOException {
            deflater.end();
            inflater.end();
            peer.close();
        }
    }

    @Test
    void everySplitOfTheInputIsAnsweredAtOnce() throws Exception {
        var said = "one\r\nLIT 5\r\nab\r\nctwo\r\nNEXT\r\nline\r\n";
        try (var server = new Loopback();
                var client = new Squeezed(server.connect())) {
            // In one stream, so the later ones are little more than references to the first.
            for (int split = 0; split < 60; split++) {
                byte[] bytes = client.deflated(said);
                client.peer.send(Arrays.copyOfRange(bytes, 0, split % bytes.length));
                client.peer.send(Arrays.copyOfRange(bytes, split % bytes.length, bytes.length));
                assertEquals("<one>", client.line());
                assertEquals("[ab", client.line());
                assertEquals("c]", client.line());
                assertEquals("<two>", client.line());
                assertEquals("next <line>", client.line());
            }
        }
    }

    @Test
    void bytesComeBackWhateverTheyAre() throws Exception {
        var random = new Random(SEED);
        try (var server = new Loopback();
                var client = new Squeezed(server.connect())) {
            for (int round = 0; round < 30; round++) {
                var bytes = new byte[1 + random.nextInt(300_000)];
                if (random.nextBoolean()) {
                    random.nextBytes(bytes);
                }
                var text = new String(bytes, StandardCharsets.ISO_8859_1);
                var sent = client.deflated("LIT " + bytes.length + "\r\n" + text);
                var sending = Thread.startVirtualThread(() -> send(client.peer, sent));
                assertArrayEquals(
                        ("[" + text + "]\r\n").getBytes(StandardCharsets.ISO_8859_1), client.read(bytes.length + 4));
                sending.join();
            }
        }
    }

    /// A thousandfold: 100 MB in 100 KB. No more is inflated than somebody takes.
    @Test
    void littleThatStandsForVeryMuchIsNotInflatedAhead() throws Exception {
        try (var server = new Loopback();
                var client = new Squeezed(server.connect())) {
            var connection = (SocketConnection) server.session().connection;
            var go = new CountDownLatch(1);
            connection.post(() -> await(go));
            int length = 100_000_000;
            client.peer.send(client.deflated("LIT " + length + "\r\n"));
            client.peer.send(Squeezed.deflated(client.deflater, new byte[length], Deflater.SYNC_FLUSH));
            client.say("after\r\n");
            while (connection.held() < Inbound.HIGH) {
                Thread.onSpinWait();
            }
            assertTrue(connection.held() < 4 * Inbound.HIGH, "held " + connection.held());
            go.countDown();
            assertEquals('[', client.read(1)[0]);
            for (int left = length; left > 0; left -= 1_000_000) {
                assertArrayEquals(new byte[1_000_000], client.read(1_000_000));
            }
            assertEquals("]", client.line());
            assertEquals("<after>", client.line());
        }
    }

    @Test
    void anEndlessLineInAFewBytesEndsTheConnection() throws Exception {
        try (var server = new Loopback();
                var client = new Squeezed(server.connect())) {
            client.peer.send(Squeezed.deflated(client.deflater, new byte[50_000_000], Deflater.SYNC_FLUSH));
            assertEquals("TOO_LONG", client.line());
            assertTrue(server.session().closed.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void whatIsNotCompressedEndsTheConnection() throws Exception {
        try (var server = new Loopback();
                var client = new Squeezed(server.connect())) {
            client.peer.send("not compressed at all\r\n");
            assertTrue(server.session().closed.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void largeOutputIsSmallOnTheWire() throws Exception {
        try (var server = new Loopback();
                var client = new Squeezed(server.connect())) {
            client.say("SPAM 1000\r\nend\r\n");
            assertArrayEquals(new byte[1_024_000], client.read(1_024_000));
            assertEquals("<end>", client.line());
            assertTrue(client.inflater.getBytesRead() < 20_000, "took " + client.inflater.getBytesRead());
        }
    }

    @Test
    void compressionEndsAndBeginsAgain() throws Exception {
        try (var server = new Loopback();
                var client = new Squeezed(server.connect())) {
            client.say("one\r\n");
            assertEquals("<one>", client.line());
            client.peer.send(Squeezed.deflated(
                    client.deflater, "UNZIP\r\n".getBytes(StandardCharsets.US_ASCII), Deflater.SYNC_FLUSH));
            assertEquals("unzipped", client.line());
            client.awaitEnd();
            client.peer.send("plain\r\nZIP\r\n");
            assertEquals("<plain>", client.peer.line());
            assertEquals("zipped", client.peer.line());
            client.deflater.reset();
            client.inflater.reset();
            client.say("QUIT\r\n");
            assertEquals("bye", client.line());
        }
    }

    /// A client may end its stream of RFC 1951 and send on without waiting.
    @Test
    void whatStandsBehindTheEndOfTheCompressedBytesIsTakenAsItIs() throws Exception {
        try (var server = new Loopback();
                var client = new Squeezed(server.connect())) {
            client.deflater.setInput("UNZIP\r\n".getBytes(StandardCharsets.US_ASCII));
            client.deflater.finish();
            var last = new byte[100];
            int length = client.deflater.deflate(last);
            var all = Arrays.copyOf(last, length + 13);
            System.arraycopy("plain\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII), 0, all, length, 13);
            client.peer.send(all);
            assertEquals("unzipped", client.line());
            client.awaitEnd();
            assertEquals("<plain>\r\nbye\r\n", client.peer.rest());
        }
    }

    private static void send(Peer peer, byte[] bytes) {
        try {
            peer.send(bytes);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
