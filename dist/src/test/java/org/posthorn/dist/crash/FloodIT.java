package org.posthorn.dist.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.transcript.Client;
import org.posthorn.dist.process.ServerProcess;

/// P5 on the real process, with a heap of 512 MiB: 2,000 idle IMAP clients, and peers that send a line
/// without end, a literal without end, or ask for mail and never read it. An honest client is still
/// served; how fast is printed.
class FloodIT {
    private static final int IDLE = Integer.getInteger("posthorn.flood.idle", 2_000);
    private static final int HOSTILE_OF_EACH_KIND = 10;
    private static final int HONEST_ROUNDS = 30;
    private static final String ALICE = "alice@example.org";
    private static final String BOB = "bob@example.org";
    private static final String PASSWORD = "flood-test";

    @TempDir
    Path folder;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong hostileBytes = new AtomicLong();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    @Test
    void anHonestClientIsServedAmongIdleAndHostileOnes() throws Exception {
        try (var server = ServerProcess.start(folder, "-Xmx512m")) {
            server.account(ALICE, PASSWORD);
            server.account(BOB, PASSWORD);
            var imap = server.address("imap");
            append(imap, BOB, 20);
            for (int i = 0; i < IDLE; i++) {
                idle(imap);
            }
            var flood = new ArrayList<Thread>();
            for (int i = 0; i < HOSTILE_OF_EACH_KIND; i++) {
                flood.add(Thread.ofVirtual().start(() -> whileOn(() -> endlessLine(imap))));
                flood.add(Thread.ofVirtual().start(() -> whileOn(() -> endlessLine(server.address("smtp")))));
                flood.add(Thread.ofVirtual().start(() -> whileOn(() -> endlessLiteral(imap))));
                flood.add(Thread.ofVirtual().start(() -> whileOn(() -> neverReads(imap))));
            }
            var times = new ArrayList<Double>();
            for (int i = 0; i < HONEST_ROUNDS; i++) {
                long started = System.nanoTime();
                append(imap, ALICE, 1);
                assertEquals(i + 1, read(imap, ALICE));
                times.add((System.nanoTime() - started) / 1e6);
            }
            over.set(true);
            for (var thread : flood) {
                while (thread.isAlive()) {
                    closeAll(); // also what an attacker opened meanwhile
                    thread.join(Duration.ofMillis(100));
                }
            }
            times.sort(null);
            System.out.printf(
                    "flood: %d idle, %d hostile (%d MiB sent): login, append, login, select, fetch took %.0f ms"
                            + " (median), %.0f ms (worst)%n",
                    IDLE,
                    4 * HOSTILE_OF_EACH_KIND,
                    hostileBytes.get() >> 20,
                    times.get(times.size() / 2),
                    times.getLast());
            var outOfMemory = server.log().stream()
                    .filter(line -> line.contains("OutOfMemory"))
                    .findFirst();
            assertTrue(outOfMemory.isEmpty(), () -> "the heap was not enough: " + outOfMemory.get());
            server.posthorn("check").orFail();
            assertEquals(0, server.stop());
        }
    }

    private interface Attack {
        void run() throws IOException;
    }

    /// Hostile peers come again when they are thrown out.
    private void whileOn(Attack attack) {
        while (!over.get()) {
            try {
                attack.run();
            } catch (IOException _) {
                // thrown out, as it should be
            }
        }
    }

    private Socket connect(InetSocketAddress address) throws IOException {
        var socket = new Socket(address.getAddress(), address.getPort());
        sockets.add(socket);
        return socket;
    }

    private void closeAll() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }

    private void idle(InetSocketAddress imap) throws IOException {
        var client = new Client(connect(imap));
        login(client, BOB);
        client.send("s SELECT INBOX\r\ni IDLE\r\n");
        for (var line = client.receive(); !line.startsWith("+"); line = client.receive()) {
            assertTrue(!line.startsWith("s NO") && !line.startsWith("i NO"), line);
        }
    }

    private void endlessLine(InetSocketAddress address) throws IOException {
        pour(connect(address), "a".repeat(65_536));
    }

    private void endlessLiteral(InetSocketAddress imap) throws IOException {
        var socket = connect(imap);
        var client = new Client(socket);
        login(client, BOB);
        client.send("x APPEND Drafts {50000000+}\r\n");
        pour(socket, "Subject: endless\r\n\r\n" + "b".repeat(60_000));
    }

    private void pour(Socket socket, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        try (socket) {
            // An endless one that stops now and then is the worse: it holds what it has got so far.
            var random = new Random();
            while (!over.get()) {
                socket.getOutputStream().write(bytes);
                hostileBytes.addAndGet(bytes.length);
                java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(20_000_000));
            }
        }
    }

    private void neverReads(InetSocketAddress imap) throws IOException {
        var socket = connect(imap);
        socket.setReceiveBufferSize(4_096);
        var client = new Client(socket);
        login(client, BOB);
        client.send("s SELECT INBOX\r\n");
        pour(socket, "f FETCH 1:* (ENVELOPE BODY.PEEK[])\r\n".repeat(100));
    }

    private static void login(Client client, String account) throws IOException {
        client.receive();
        client.send("l LOGIN " + account + " " + PASSWORD + "\r\n");
        var answer = client.receive();
        if (answer == null || !answer.startsWith("l OK")) {
            throw new IOException("login: " + answer);
        }
    }

    private static void append(InetSocketAddress imap, String account, int count) throws IOException {
        try (var client = Client.connect(imap)) {
            login(client, account);
            var message = "Subject: honest\r\n\r\n" + "A line of it.\r\n".repeat(700);
            for (int i = 0; i < count; i++) {
                client.send("a APPEND INBOX {" + message.length() + "+}\r\n" + message + "\r\n");
                var answer = client.receive();
                assertTrue(answer != null && answer.startsWith("a OK"), answer);
            }
        }
    }

    /// @return how many messages there are
    private static int read(InetSocketAddress imap, String account) throws IOException {
        try (var client = Client.connect(imap)) {
            login(client, account);
            client.send("s SELECT INBOX\r\nf FETCH 1:* (FLAGS BODY.PEEK[HEADER])\r\n");
            int messages = 0;
            for (var line = client.receive(); !line.startsWith("f OK"); line = client.receive()) {
                if (line.matches("\\* \\d+ FETCH .*")) {
                    messages++;
                }
            }
            return messages;
        }
    }
}
