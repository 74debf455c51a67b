package org.posthorn.common.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Random conversations, sent in random pieces without waiting for answers, over real sockets: what comes back depends
/// on the bytes only, not on how they were cut.
///
/// A longer run: `-Dposthorn.rounds=5000`, another one: `-Dposthorn.seed=N`.
@Timeout(120)
class AnySplitTest {
    private static final long SEED = Long.getLong("posthorn.seed", 20261123L);
    private static final int ROUNDS = Integer.getInteger("posthorn.rounds", 150);

    @Test
    void answersDoNotDependOnPackets() throws Exception {
        try (var server = new Loopback()) {
            for (int round = 0; round < ROUNDS; round++) {
                var random = new Random(SEED + round);
                var said = new StringBuilder();
                var expected = new StringBuilder("hello\r\n");
                for (int i = random.nextInt(30); i >= 0; i--) {
                    command(random, said, expected);
                }
                said.append("QUIT\r\n");
                expected.append("bye\r\n");
                try (var peer = server.connect()) {
                    var sending = Thread.startVirtualThread(() -> sendInPieces(peer, said.toString(), random));
                    assertEquals(expected.toString(), peer.rest(), "seed " + SEED + " round " + round);
                    sending.join();
                }
            }
        }
    }

    private static void command(Random random, StringBuilder said, StringBuilder expected) {
        switch (random.nextInt(6)) {
            case 0 -> {
                var bytes = bytes(random, random.nextInt(10) == 0 ? 200_000 : 50);
                said.append("LIT ").append(bytes.length()).append("\r\n").append(bytes);
                expected.append("[").append(bytes).append("]\r\n");
            }
            case 1 -> {
                var body = bytes(random, random.nextInt(10) == 0 ? 200_000 : 50) + "\r\n";
                var stuffed = body.replace("\r\n.", "\r\n..");
                said.append("DATA\r\n")
                        .append(body.startsWith(".") ? "." : "")
                        .append(stuffed)
                        .append(".\r\n");
                var bare = body.replace("\r\n", "");
                expected.append("go\r\n[").append(body).append("]");
                expected.append(bare.contains("\r") || bare.contains("\n") ? " bare\r\n" : "\r\n");
            }
            case 2 -> {
                said.append("NEXT\r\nline of it\r\n");
                expected.append("next <line of it>\r\n");
            }
            case 3 -> {
                said.append("too long ")
                        .append("y".repeat(92 + random.nextInt(20_000)))
                        .append("\r\n");
                expected.append("TOO_LONG\r\n");
            }
            case 4 -> {
                said.append("bare\n");
                expected.append("BARE_LF\r\n");
            }
            default -> {
                var line = "x".repeat(random.nextInt(101));
                said.append(line).append("\r\n");
                expected.append("<").append(line).append(">\r\n");
            }
        }
    }

    private static String bytes(Random random, int most) {
        var alphabet = "\r\n\r\n..\0a\u00ff";
        var bytes = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            bytes.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return bytes.toString();
    }

    private static void sendInPieces(Peer peer, String text, Random random) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            for (int at = 0; at < bytes.length; ) {
                int most = random.nextInt(4) == 0 ? 30_000 : 40;
                int length = Math.min(1 + random.nextInt(most), bytes.length - at);
                // Long conversations in larger pieces, or the test is only about system calls.
                length = Math.min(Math.max(length, bytes.length / 2000), bytes.length - at);
                peer.send(Arrays.copyOfRange(bytes, at, at + length));
                at += length;
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
