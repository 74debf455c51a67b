package org.posthorn.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two sessions change mailboxes at random; a third one only listens, by NOTIFY. What it was told of names,
/// subscriptions and counts must in the end be what a fresh session sees. A failure names its seed; what was
/// done in one go may come in one difference, so names are made, swapped and deleted between two looks.
class NotifyWalkTest {
    private static final int STEPS = Integer.getInteger("posthorn.walk", 400);
    private static final List<String> NAMES = List.of("a", "b", "a/x", "b/x", "a/x/y", "c");
    private static final Pattern LIST =
            Pattern.compile("\\* LIST \\((.*?)\\) \"/\" (\\S+)(?: \\(\"OLDNAME\" \\((\\S+)\\)\\))?");
    private static final Pattern STATUS = Pattern.compile("\\* STATUS (\\S+) \\((.*)\\)");

    @TempDir
    Path folder;

    /// Mailboxes as one client knows them.
    private static final class Known {
        private final Map<String, Map<String, String>> mailboxes = new TreeMap<>();
        private final TreeSet<String> subscribed = new TreeSet<>();

        void hear(String line) {
            var list = LIST.matcher(line);
            var status = STATUS.matcher(line);
            if (list.matches()) {
                list(list);
            } else if (status.matches()) {
                var items = status.group(2).split(" ");
                for (int i = 0; i < items.length; i += 2) {
                    mailboxes
                            .computeIfAbsent(status.group(1), _ -> new TreeMap<>())
                            .put(items[i], items[i + 1]);
                }
            }
        }

        private void list(Matcher list) {
            String name = list.group(2);
            if (list.group(3) != null) {
                rename(list.group(3), name);
            }
            if (list.group(1).contains("\\NonExistent")) {
                mailboxes.remove(name);
            } else {
                mailboxes.computeIfAbsent(name, _ -> new TreeMap<>());
            }
            if (list.group(1).contains("\\Subscribed")) {
                subscribed.add(name);
            } else {
                subscribed.remove(name);
            }
        }

        /// What lies below goes along (RFC 5465 §5.4).
        private void rename(String from, String to) {
            for (String name : List.copyOf(mailboxes.keySet())) {
                if (name.equals(from) || name.startsWith(from + "/")) {
                    mailboxes.put(to + name.substring(from.length()), mailboxes.remove(name));
                }
            }
        }
    }

    @Test
    void whatAListenerWasToldIsTrue() throws Exception {
        try (var server = TestServer.start(folder)) {
            for (int seed = 1; seed <= 4; seed++) {
                String account = "u" + seed + "@example.org";
                server.addAccount(account);
                try {
                    walk(server, account, new Random(seed));
                } catch (AssertionError | IOException e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
        }
    }

    private static void walk(TestServer server, String account, Random random) throws IOException {
        var known = new Known();
        var changers = new Socket[] {server.loggedIn(account), server.loggedIn(account)};
        try (var listener = server.loggedIn(account);
                var fresh = server.loggedIn(account)) {
            hear(listener, known, "LIST \"\" * RETURN (SUBSCRIBED STATUS (MESSAGES UIDNEXT UIDVALIDITY UNSEEN))");
            hear(
                    listener,
                    known,
                    "NOTIFY SET (personal (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange))");
            for (int step = 0; step < STEPS; step++) {
                int who = random.nextInt(2);
                try {
                    change(changers[who], random);
                } catch (IOException gone) {
                    // What it had selected was deleted.
                    changers[who].close();
                    changers[who] = server.loggedIn(account);
                }
            }
            hear(listener, known, "NOOP");
            var truth = new Known();
            hear(fresh, truth, "LIST \"\" * RETURN (SUBSCRIBED STATUS (MESSAGES UIDNEXT UIDVALIDITY UNSEEN))");
            assertEquals(truth.mailboxes, known.mailboxes);
            truth.subscribed.retainAll(truth.mailboxes.keySet());
            known.subscribed.retainAll(truth.mailboxes.keySet());
            assertEquals(truth.subscribed, known.subscribed);
        } finally {
            changers[0].close();
            changers[1].close();
        }
    }

    private static void change(Socket socket, Random random) throws IOException {
        for (int burst = random.nextInt(4); burst >= 0; burst--) {
            TestServer.say(socket, "t " + command(random));
        }
        TestServer.say(socket, "done NOOP");
        while (!TestServer.readLine(socket).startsWith("done ")) {
            // Answers to what was sent, refused or not.
        }
    }

    private static String command(Random random) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        String other = NAMES.get(random.nextInt(NAMES.size()));
        return switch (random.nextInt(10)) {
            case 0, 1 -> "CREATE " + name;
            case 2 -> "DELETE " + name;
            case 3, 4 -> "RENAME " + name + " " + other;
            case 5 -> "SUBSCRIBE " + name;
            case 6 -> "UNSUBSCRIBE " + name;
            case 7 -> "SELECT " + name;
            case 8 -> "UID STORE 1:* +FLAGS.SILENT (" + (random.nextBoolean() ? "\\Seen" : "\\Deleted") + ")";
            default -> "APPEND " + name + " {3+}\r\none";
        };
    }

    private static void hear(Socket socket, Known known, String command) throws IOException {
        TestServer.say(socket, "t " + command);
        String line;
        while (!(line = TestServer.readLine(socket)).startsWith("t ")) {
            known.hear(line);
        }
        assertEquals("OK", line.split(" ")[1], line);
    }
}
