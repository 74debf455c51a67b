package org.posthorn.imap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three sessions do things at random to one mailbox, one after the other and two at a time; what each was told must in
/// the end be what a fresh session sees (P3). A failure names its seed; `-Dposthorn.walk=n` takes `n` steps of each.
class RandomWalkTest {
    private static final int STEPS = Integer.getInteger("posthorn.walk", 400);
    private static final String ALICE = "alice@example.org";
    private static final List<String> FLAGS = List.of("\\Seen", "\\Deleted", "\\Flagged", "Work");

    @TempDir
    Path folder;

    @Test
    void whatSessionsWereToldIsTrue() throws Exception {
        try (var server = TestServer.start(folder)) {
            server.addAccount(ALICE);
            for (long seed = 1; seed <= 2; seed++) {
                try {
                    walk(server, new Random(seed));
                } catch (AssertionError | IOException e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
        }
    }

    private static void walk(TestServer server, Random random) throws IOException {
        var clients = List.of(
                new ModelClient("first", server.loggedIn(ALICE)),
                new ModelClient("second", server.loggedIn(ALICE)),
                new ModelClient("third", server.loggedIn(ALICE)));
        for (int step = 0; step < STEPS; step++) {
            var one = clients.get(random.nextInt(3));
            var other = clients.get(random.nextInt(3));
            if (one == other) {
                step(one, random);
            } else if (random.nextInt(8) == 0) {
                one.idle();
                step(other, random);
                one.done();
            } else {
                one.send(command(one, random));
                other.send(command(other, random));
                one.await();
                other.await();
            }
        }
        for (var client : clients) {
            client.run("NOOP");
        }
        var fresh = new ModelClient("fresh", server.loggedIn(ALICE));
        if (fresh.count() > 0) {
            fresh.run("FETCH 1:* (UID FLAGS)");
        }
        for (var client : clients) {
            client.mustAgreeWith(fresh);
        }
    }

    private static void step(ModelClient client, Random random) throws IOException {
        if (client.count() > 0 && random.nextInt(4) == 0) {
            char how = random.nextBoolean() ? '+' : '-';
            client.storeSilently(1 + random.nextInt(client.count()), how, any(random));
        } else {
            client.run(command(client, random));
        }
    }

    private static String any(Random random) {
        return FLAGS.get(random.nextInt(FLAGS.size()));
    }

    private static String command(ModelClient client, Random random) {
        if (client.count() < 3 || random.nextInt(4) == 0) {
            return "APPEND INBOX (" + any(random) + ") {3+}\r\nabc";
        }
        int first = 1 + random.nextInt(client.count());
        int last = 1 + random.nextInt(client.count());
        String set = first + ":" + (random.nextInt(5) == 0 ? "*" : Integer.toString(last));
        return switch (random.nextInt(12)) {
            case 0 -> "NOOP";
            case 1 -> "EXPUNGE";
            case 2 -> "UID EXPUNGE 1:" + (1 + random.nextInt(200));
            case 3 -> "STORE " + set + " +FLAGS (" + any(random) + ")";
            case 4 -> "STORE " + set + " -FLAGS (" + any(random) + ")";
            case 5 -> "STORE " + first + " FLAGS (" + any(random) + ")";
            case 6 -> "UID STORE 1:* -FLAGS (" + any(random) + ")";
            case 7 -> "FETCH " + set + " (UID FLAGS)";
            case 8 -> "UID FETCH " + (1 + random.nextInt(300)) + ":* (FLAGS)";
            case 9 -> "MOVE " + first + " INBOX";
            case 10 -> "COPY " + first + " INBOX";
            default -> "SEARCH NOT DELETED";
        };
    }
}
