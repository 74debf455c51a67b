package org.posthorn.imap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Five sessions of three kinds wander through a handful of mailboxes that they fill, empty, rename and
/// delete under one another, several commands at a time, now and then in IDLE, now and then gone and back.
/// What each was told of its mailbox must be what a fresh session finds in it (P3), by its MAILBOXID, under
/// whatever name.
///
/// A failure names its seed; `-Dposthorn.walk=n` takes `n` steps of each.
class WideWalkTest {
    private static final int STEPS = Integer.getInteger("posthorn.walk", 200);
    private static final int STEPS_BETWEEN_LOOKS = 50;
    private static final String ALICE = "alice@example.org";
    private static final List<String> FLAGS = List.of("\\Seen", "\\Deleted", "\\Deleted", "\\Flagged", "Work");
    private static final List<String> MAILBOXES = List.of("INBOX", "INBOX", "a", "b", "a/c");
    private static final Pattern STATUS = Pattern.compile("\\* STATUS (\\S+) \\(MAILBOXID \\((\\S+)\\)\\)");

    @TempDir
    Path folder;

    @Test
    void whatSessionsWereToldIsTrue() throws Exception {
        for (long seed = 1; seed <= Integer.getInteger("posthorn.seeds", 3); seed++) {
            try (var server = TestServer.start(Files.createDirectory(folder.resolve("walk" + seed)))) {
                server.addAccount(ALICE);
                walk(server, new Random(seed));
            } catch (AssertionError | IOException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void walk(TestServer server, Random random) throws IOException {
        Wanderer.Road road = () -> server.loggedIn(ALICE);
        var wanderers = List.of(
                new Wanderer(Wanderer.Kind.PLAIN, road),
                new Wanderer(Wanderer.Kind.PLAIN, road),
                new Wanderer(Wanderer.Kind.CONDSTORE, road),
                new Wanderer(Wanderer.Kind.QRESYNC, road),
                new Wanderer(Wanderer.Kind.QRESYNC, road));
        for (int step = 1; step <= STEPS; step++) {
            for (var wanderer : wanderers) {
                switch (random.nextInt(16)) {
                    case 0 -> wanderer.idle();
                    case 1 -> wanderer.connect();
                    case 2, 3, 4 -> wanderer.send(numbered(wanderer, random));
                    default -> {
                        for (int i = random.nextInt(4); i > 0; i--) {
                            wanderer.send(command(wanderer, random));
                        }
                    }
                }
            }
            for (var wanderer : wanderers) {
                wanderer.await();
            }
            if (step % STEPS_BETWEEN_LOOKS == 0) {
                look(server, wanderers);
            }
        }
    }

    private static void look(TestServer server, List<Wanderer> wanderers) throws IOException {
        for (var wanderer : wanderers) {
            wanderer.run("NOOP");
        }
        var names = names(server);
        var fresh = new Wanderer(Wanderer.Kind.CONDSTORE, () -> server.loggedIn(ALICE));
        for (var wanderer : wanderers) {
            if (wanderer.selected().isPresent()) {
                fresh.run("EXAMINE " + names.get(wanderer.selected().get()));
                fresh.run("UID FETCH 1:* (FLAGS MODSEQ)");
                wanderer.mustAgreeWith(fresh);
            }
        }
    }

    /// What each mailbox is called now, by its id.
    private static Map<String, String> names(TestServer server) throws IOException {
        var names = new HashMap<String, String>();
        try (var socket = server.loggedIn(ALICE)) {
            TestServer.say(socket, "x LIST \"\" * RETURN (STATUS (MAILBOXID))");
            for (String line = TestServer.readLine(socket);
                    !line.startsWith("x ");
                    line = TestServer.readLine(socket)) {
                var status = STATUS.matcher(line);
                if (status.matches()) {
                    names.put(status.group(2), status.group(1));
                }
            }
        }
        return names;
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    /// By sequence number: never with another command in front whose responses could move the numbers.
    private static String numbered(Wanderer wanderer, Random random) {
        if (wanderer.count() == 0) {
            return "NOOP";
        }
        int first = 1 + random.nextInt(wanderer.count());
        String set = first + ":" + (random.nextInt(4) == 0 ? "*" : "" + (1 + random.nextInt(wanderer.count())));
        return switch (random.nextInt(8)) {
            case 0 -> "FETCH " + set + " (UID FLAGS)";
            case 1 -> "FETCH " + set + " (FLAGS)";
            case 2 -> "STORE " + set + " +FLAGS (" + any(FLAGS, random) + ")";
            case 3 -> "STORE " + set + " -FLAGS (" + any(FLAGS, random) + ")";
            case 4 -> "STORE " + first + " FLAGS (" + any(FLAGS, random) + ")";
            case 5 -> "COPY " + set + " " + any(MAILBOXES, random);
            case 6 -> "MOVE " + first + " " + any(MAILBOXES, random);
            default -> "SEARCH UNDELETED";
        };
    }

    private static String command(Wanderer wanderer, Random random) {
        if (wanderer.selected().isEmpty()) {
            return random.nextInt(3) == 0 ? anywhere(random) : "SELECT " + any(MAILBOXES, random);
        }
        if (wanderer.count() > 30) {
            return random.nextBoolean()
                    ? "UID STORE 1:* +FLAGS (\\Deleted)"
                    : "EXPUNGE"; // or they would double and double
        }
        if (random.nextInt(3) == 0) {
            return wanderer.count() < 12 ? append(random) : "EXPUNGE";
        }
        long uid = wanderer.uid(random.nextInt(100)).orElse(1);
        String flag = "(" + any(FLAGS, random) + ")";
        return switch (random.nextInt(16)) {
            case 0 -> "SELECT " + any(MAILBOXES, random);
            case 1 -> "EXAMINE " + any(MAILBOXES, random);
            case 2 -> any(List.of("CLOSE", "UNSELECT", "NOOP", "CHECK"), random);
            case 3 -> "UID EXPUNGE 1:" + uid;
            case 4 -> "UID FETCH " + uid + ":* (FLAGS)";
            case 5 -> "UID FETCH 1:* (UID)";
            case 6 -> "UID STORE " + uid + " +FLAGS " + flag;
            case 7 -> "UID STORE 1:" + uid + " -FLAGS " + flag;
            case 8, 9 -> "UID STORE " + uid + " " + (random.nextBoolean() ? '+' : '-') + "FLAGS.SILENT " + flag;
            case 10 -> "UID COPY 1:" + uid + " " + any(MAILBOXES, random);
            case 11 -> "UID MOVE " + uid + " " + any(MAILBOXES, random);
            case 12 -> "UID SEARCH UNDELETED";
            case 13 -> anywhere(random);
            default -> "NOOP";
        };
    }

    private static String append(Random random) {
        return "APPEND " + any(MAILBOXES, random) + " (" + any(FLAGS, random) + ") {3+}\r\nabc";
    }

    /// What needs no selected mailbox.
    private static String anywhere(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> "DELETE " + any(MAILBOXES, random);
            case 1 -> "RENAME " + any(MAILBOXES, random) + " " + any(MAILBOXES, random);
            case 2, 3, 4 -> "CREATE " + any(MAILBOXES, random);
            case 5 -> "STATUS " + any(MAILBOXES, random) + " (MESSAGES)";
            case 6 -> "LIST \"\" *";
            default -> append(random);
        };
    }
}
