package org.posthorn.imap;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A client that keeps what it was told when its connection breaks, and comes back with QRESYNC: UIDs, flags, and the
/// HIGHESTMODSEQ that it works out as RFC 7162 §6 says. It looks sharply at each response that it gets.
final class TravellingClient {
    private static final Pattern FETCH =
            Pattern.compile("\\* (\\d+) FETCH \\(UID (\\d+)(?: FLAGS \\(([^)]*)\\))? MODSEQ \\((\\d+)\\)\\)");
    private static final Pattern VANISHED = Pattern.compile("\\* VANISHED (\\(EARLIER\\) )?([0-9:,]+)");
    private static final Pattern HIGHEST = Pattern.compile("\\S+ OK \\[HIGHESTMODSEQ (\\d+)\\].*");
    private static final Pattern VALIDITY = Pattern.compile("\\* OK \\[UIDVALIDITY (\\d+)\\].*");

    /// What it takes along.
    private final TreeMap<Long, Set<String>> flags = new TreeMap<>();
    /// The numbers that the running SELECT has told.
    private final Map<Long, Integer> selected = new HashMap<>();
    private String validity = "";
    private long highest;

    /// Of this connection.
    private Socket socket;
    /// The UIDs of messages in the order of their numbers; behind them are some that it does not know yet.
    private List<Long> numbered = new ArrayList<>();

    private int unknown;
    private long told;
    private long claimed;
    private boolean toldHighest;
    private int commands;
    private String sent = "";

    /// Comes back, is told what changed, and looks for what is new.
    void connect(Socket fresh, Random random) throws IOException {
        socket = fresh;
        numbered = new ArrayList<>();
        unknown = 0;
        told = highest;
        run("ENABLE QRESYNC");
        String known = random.nextBoolean() || flags.isEmpty() ? "" : " 1:" + flags.lastKey();
        run("SELECT INBOX" + (highest == 0 ? "" : " (QRESYNC (" + validity + " " + highest + known + "))"));
        discover();
    }

    void discover() throws IOException {
        if (unknown > 0) {
            run("UID FETCH " + (numbered.isEmpty() ? 1 : numbered.getLast() + 1) + ":* (FLAGS MODSEQ)");
        }
    }

    /// Is cut off in the middle of what it is sent.
    void breakOff(String command, int lines) throws IOException {
        send(command);
        for (int i = 0; i < lines; i++) {
            String line = TestServer.readLine(socket);
            if (line.startsWith("t" + commands + " ")) {
                end(line);
                break;
            }
            take(line);
        }
        socket.close();
    }

    void run(String command) throws IOException {
        send(command);
        await();
    }

    void send(String command) throws IOException {
        sent = command;
        toldHighest = false;
        claimed = told;
        TestServer.say(socket, "t" + ++commands + " " + command);
    }

    void await() throws IOException {
        String line;
        while (!(line = TestServer.readLine(socket)).startsWith("t" + commands + " ")) {
            take(line);
        }
        end(line);
    }

    private void end(String line) {
        check(line.startsWith("t" + commands + " OK "), line);
        take(line);
        told = claimed;
        if (sent.startsWith("SELECT")) {
            // Told of all that went, so what it still has is what comes first, as far as the numbers agree: a message
            // that was expunged before it could be told has one until VANISHED names it.
            numbered = new ArrayList<>();
            for (long uid : flags.keySet()) {
                int next = numbered.size() + 1;
                if (selected.getOrDefault(uid, next) != next) {
                    break;
                }
                numbered.add(uid);
            }
            selected.clear();
            unknown -= numbered.size();
            check(unknown >= 0, line);
        }
        // What arrived has to be fetched before it is relied upon: HIGHESTMODSEQ counts it as known.
        highest = unknown == 0 ? told : highest;
    }

    int count() {
        return numbered.size() + unknown;
    }

    private void take(String line) {
        var fetch = FETCH.matcher(line);
        var vanished = VANISHED.matcher(line);
        var code = HIGHEST.matcher(line);
        var uidValidity = VALIDITY.matcher(line);
        if (fetch.matches()) {
            fetch(line, Integer.parseInt(fetch.group(1)), Long.parseLong(fetch.group(2)), fetch.group(3));
            claimed = toldHighest ? claimed : Math.max(claimed, Long.parseLong(fetch.group(4)));
        } else if (vanished.matches()) {
            for (long uid : members(vanished.group(2))) {
                vanished(line, uid, vanished.group(1) != null);
            }
        } else if (code.matches()) {
            claimed = Long.parseLong(code.group(1));
            toldHighest = true;
        } else if (uidValidity.matches()) {
            validity = uidValidity.group(1);
        } else if (line.endsWith(" EXISTS")) {
            int exists = Integer.parseInt(line.split(" ")[1]);
            check(exists >= count(), line);
            unknown = exists - numbered.size();
        } else {
            check(!line.contains("EXPUNGE") || line.contains("EXPUNGEISSUED") || line.startsWith("t"), line);
        }
    }

    private void fetch(String line, int number, long uid, String flagsTold) {
        check(number >= 1 && number <= count(), line);
        if (sent.startsWith("SELECT")) {
            selected.put(uid, number);
        }
        if (number <= numbered.size()) {
            check(numbered.get(number - 1) == uid, line);
        } else if (!sent.startsWith("SELECT") && number == numbered.size() + 1) {
            numbered.add(uid);
            unknown--;
        }
        if (flagsTold != null) {
            var set = new TreeSet<>(Arrays.asList(flagsTold.split(" ")));
            set.removeAll(Set.of("", "\\Recent"));
            flags.put(uid, set);
        }
    }

    private void vanished(String line, long uid, boolean earlier) {
        check(earlier == sent.startsWith("SELECT"), line);
        flags.remove(uid);
        if (!earlier) {
            check(!sent.matches("(FETCH|STORE|SEARCH) .*"), line); // RFC 7162 §3.2.10.2
            if (!numbered.remove(uid)) {
                check(unknown > 0, line);
                unknown--;
            }
        }
    }

    private static List<Long> members(String set) {
        var members = new ArrayList<Long>();
        for (String range : set.split(",")) {
            String[] ends = range.split(":");
            for (long uid = Long.parseLong(ends[0]); uid <= Long.parseLong(ends[ends.length - 1]); uid++) {
                members.add(uid);
            }
        }
        return members;
    }

    /// What it knows, UID by UID.
    TreeMap<Long, Set<String>> known() {
        return flags;
    }

    private void check(boolean right, String line) {
        if (!right) {
            throw new AssertionError(
                    "behind " + sent + ", knows " + flags + " numbered " + numbered + " + " + unknown + ": " + line);
        }
    }
}
