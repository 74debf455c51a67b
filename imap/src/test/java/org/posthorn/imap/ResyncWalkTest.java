package org.posthorn.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client works on a mailbox beside another one, is cut off in the middle of responses, and comes back with
/// QRESYNC: what it has then is what a client sees that has just come (RFC 7162 §3.2). It fails when the
/// server ever claims a HIGHESTMODSEQ that covers what it did not tell. A failure names its seed;
/// `-Dposthorn.walk=n` takes `n` journeys.
class ResyncWalkTest {
    private static final int JOURNEYS = Integer.getInteger("posthorn.walk", 60);
    private static final String ALICE = "alice@example.org";
    private static final List<String> FLAGS = List.of("\\Seen", "\\Deleted", "\\Flagged", "Work");

    @TempDir
    Path folder;

    @Test
    void comesBackToWhatIsTrue() throws Exception {
        try (var server = TestServer.start(folder)) {
            server.addAccount(ALICE);
            for (long seed = 1; seed <= 3; seed++) {
                try {
                    walk(server, new Random(seed));
                } catch (AssertionError | IOException e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
        }
    }

    private static void walk(TestServer server, Random random) throws IOException {
        var traveller = new TravellingClient();
        var other = new ModelClient("other", server.loggedIn(ALICE));
        for (int journey = 0; journey < JOURNEYS; journey++) {
            traveller.connect(server.loggedIn(ALICE), random);
            mustKnowAll(server, traveller);
            for (int i = random.nextInt(6); i > 0; i--) {
                traveller.send(command(traveller.count(), random));
                other.send(command(other.count(), random));
                traveller.await();
                other.await();
                if (random.nextBoolean()) {
                    traveller.discover();
                }
            }
            traveller.breakOff(command(traveller.count(), random), random.nextInt(4));
            for (int i = random.nextInt(4); i > 0; i--) {
                other.run(command(other.count(), random));
            }
        }
    }

    /// The command that was broken off may still be at work: then both look again.
    private static void mustKnowAll(TestServer server, TravellingClient traveller) throws IOException {
        for (int tries = 0; tries < 10; tries++) {
            if (fresh(server).equals(traveller.known())) {
                return;
            }
            traveller.run("NOOP");
            traveller.discover();
        }
        assertEquals(fresh(server), traveller.known());
    }

    private static Map<Long, Set<String>> fresh(TestServer server) throws IOException {
        var fresh = new TravellingClient();
        try (var socket = server.loggedIn(ALICE)) {
            fresh.connect(socket, new Random());
        }
        return fresh.known();
    }

    private static String command(int count, Random random) {
        String flag = FLAGS.get(random.nextInt(FLAGS.size()));
        if (count < 4 || random.nextInt(4) == 0) {
            return "APPEND INBOX (" + flag + ") {3+}\r\nabc";
        }
        int first = 1 + random.nextInt(count);
        String set = first + ":" + (random.nextInt(5) == 0 ? "*" : Integer.toString(1 + random.nextInt(count)));
        return switch (random.nextInt(12)) {
            case 0 -> "NOOP";
            case 1, 2 -> "EXPUNGE";
            case 3 -> "UID EXPUNGE 1:" + (1 + random.nextInt(200));
            case 4, 5 -> "STORE " + set + " +FLAGS (" + flag + ")";
            case 6 -> "STORE " + set + " -FLAGS (" + flag + ")";
            case 7 -> "UID STORE 1:* -FLAGS (" + flag + ")";
            case 8 -> "FETCH " + set + " (UID FLAGS)";
            case 9 -> "MOVE " + first + " INBOX";
            case 10 -> "COPY " + first + " INBOX";
            default -> "SEARCH NOT DELETED";
        };
    }
}
