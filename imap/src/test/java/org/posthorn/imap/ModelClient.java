package org.posthorn.imap;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What a client knows of its mailbox by nothing but what it was sent, in plain lists, and sharp eyes: each
/// response that breaks a rule is an error at once.
final class ModelClient {
    private static final Pattern FETCH =
            Pattern.compile("\\* (\\d+) FETCH \\((?:UID (\\d+))?(?: ?FLAGS \\(([^)]*)\\))?\\)");
    private static final Pattern COUNT = Pattern.compile("\\* (\\d+) (EXISTS|EXPUNGE|RECENT)");

    /// One message; what was not told is empty.
    static final class Known {
        private Optional<Long> uid = Optional.empty();
        private Optional<Set<String>> flags = Optional.empty();

        @Override
        public String toString() {
            return uid + " " + flags;
        }
    }

    private final String name;
    private final Socket socket;
    private final List<Known> messages = new ArrayList<>();
    private int commands;
    private String sent = "";

    ModelClient(String name, Socket socket) throws IOException {
        this.name = name;
        this.socket = socket;
        run("SELECT INBOX");
    }

    int count() {
        return messages.size();
    }

    void run(String command) throws IOException {
        send(command);
        await();
    }

    void send(String command) throws IOException {
        sent = command;
        TestServer.say(socket, "t" + ++commands + " " + command);
    }

    void idle() throws IOException {
        send("IDLE");
        String line;
        while (!(line = TestServer.readLine(socket)).startsWith("+ ")) {
            take(line);
        }
    }

    void done() throws IOException {
        TestServer.say(socket, "DONE");
        await();
    }

    /// Reads up to the tagged reply, which must be OK.
    void await() throws IOException {
        String tag = "t" + commands + " ";
        String line;
        while (!(line = TestServer.readLine(socket)).startsWith(tag)) {
            take(line);
        }
        check(line.startsWith(tag + "OK "), line);
    }

    private void take(String line) {
        var count = COUNT.matcher(line);
        var fetch = FETCH.matcher(line);
        if (count.matches()) {
            count(line, Integer.parseInt(count.group(1)), count.group(2));
        } else if (fetch.matches()) {
            fetch(line, Integer.parseInt(fetch.group(1)), fetch.group(2), fetch.group(3));
        } else if (line.startsWith("* SEARCH")) {
            for (String number : line.substring(8).strip().split(" +")) {
                check(number.isEmpty() || Integer.parseInt(number) <= messages.size(), line);
            }
        } else {
            check(line.startsWith("* OK ") || line.startsWith("* FLAGS "), line);
        }
    }

    private void count(String line, int number, String what) {
        switch (what) {
            case "EXISTS" -> {
                check(number >= messages.size(), line);
                while (messages.size() < number) {
                    messages.add(new Known());
                }
            }
            case "EXPUNGE" -> {
                // RFC 9051 §7.5.1
                check(!sent.matches("(FETCH|STORE|SEARCH) .*"), line);
                check(number >= 1 && number <= messages.size(), line);
                messages.remove(number - 1);
            }
            default -> check(number <= messages.size(), line);
        }
    }

    private void fetch(String line, int number, String uid, String flags) {
        check(number >= 1 && number <= messages.size(), line);
        var message = messages.get(number - 1);
        if (uid != null) {
            long value = Long.parseLong(uid);
            check(message.uid.orElse(value) == value, line);
            message.uid = Optional.of(value);
            for (int i = 0; i + 1 < messages.size(); i++) {
                long next = messages.get(i + 1).uid.orElse(Long.MAX_VALUE);
                check(messages.get(i).uid.orElse(0L) < next, line);
            }
        }
        if (flags != null) {
            message.flags = Optional.of(set(flags));
        }
    }

    private static Set<String> set(String flags) {
        var set = new TreeSet<>(Set.of(flags.split(" ")));
        set.remove("");
        set.remove("\\Recent");
        return set;
    }

    /// What a client does by itself after STORE with .SILENT.
    void storeSilently(int number, char how, String flag) throws IOException {
        run("STORE " + number + " " + how + "FLAGS.SILENT (" + flag + ")");
        var message = messages.get(number - 1);
        if (!expected(message, how, flag)) {
            message.flags.ifPresent(flags -> {
                if (how == '+') {
                    flags.add(flag);
                } else {
                    flags.remove(flag);
                }
            });
        }
    }

    private static boolean expected(Known message, char how, String flag) {
        return message.flags.map(flags -> flags.contains(flag) == (how == '+')).orElse(true);
    }

    /// Whether this client knows nothing that the other, which has just been told all, knows better.
    void mustAgreeWith(ModelClient fresh) {
        check(messages.size() == fresh.messages.size(), "count " + messages.size() + ", not " + fresh.messages.size());
        for (int i = 0; i < messages.size(); i++) {
            var mine = messages.get(i);
            var true_ = fresh.messages.get(i);
            boolean same = mine.uid.or(() -> true_.uid).equals(true_.uid)
                    && mine.flags.or(() -> true_.flags).equals(true_.flags);
            check(same, "message " + (i + 1) + ": " + mine + ", not " + true_);
        }
    }

    private void check(boolean right, String line) {
        if (!right) {
            throw new AssertionError(name + ", behind " + sent + ", knows " + messages + ": " + line);
        }
    }
}
