package org.posthorn.imap;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A client that goes from mailbox to mailbox, sends several commands at a time, and knows of the selected one what it
/// was sent and nothing else. It looks sharply: a response that breaks a rule is an error at once. When its mailbox is
/// deleted it is told goodbye, and comes back.
final class Wanderer {
    private static final Pattern FETCH = Pattern.compile(
            "\\* (\\d+) FETCH \\((?:UID (\\d+))?(?: ?FLAGS \\(([^)]*)\\))?(?: ?MODSEQ \\((\\d+)\\))?\\)");
    private static final Pattern COUNT = Pattern.compile("\\* (\\d+) (EXISTS|EXPUNGE|RECENT)");
    private static final Pattern VANISHED = Pattern.compile("\\* VANISHED ([0-9:,]+)");
    private static final Pattern MAILBOX_ID = Pattern.compile("\\* OK \\[MAILBOXID \\((\\S+)\\)].*");
    private static final Pattern SILENT = Pattern.compile("UID STORE \\d+ ([+-])FLAGS.SILENT \\((\\S+)\\)");

    /// What it asks for when it comes.
    enum Kind {
        PLAIN,
        CONDSTORE,
        QRESYNC
    }

    /// One message; what was not told is empty.
    static final class Known {
        private OptionalLong uid = OptionalLong.empty();
        private OptionalLong modSeq = OptionalLong.empty();
        private Optional<Set<String>> flags = Optional.empty();

        @Override
        public String toString() {
            return uid + " " + flags + " " + modSeq;
        }
    }

    /// A command that waits for its reply.
    ///
    /// @param silenced the message whose flags the client changes by itself
    private record Sent(String tag, String text, Optional<Known> silenced) {}

    /// How it gets a connection.
    interface Road {
        Socket connect() throws IOException;
    }

    private final Kind kind;
    private final Road road;
    private final Deque<Sent> waiting = new ArrayDeque<>();
    private final Set<Known> toldNow = new HashSet<>();
    private Socket socket;
    private boolean idling;
    private boolean bye;
    private int commands;
    /// The mailbox's own id, by which it is known under any name.
    private Optional<String> selected = Optional.empty();

    private List<Known> messages = new ArrayList<>();

    Wanderer(Kind kind, Road road) throws IOException {
        this.kind = kind;
        this.road = road;
        connect();
    }

    /// Comes anew, whatever was.
    void connect() throws IOException {
        if (socket != null) {
            socket.close();
        }
        socket = road.connect();
        waiting.clear();
        idling = false;
        bye = false;
        deselected();
        if (kind != Kind.PLAIN) {
            run("ENABLE " + kind);
        }
    }

    private void deselected() {
        selected = Optional.empty();
        messages = new ArrayList<>();
    }

    Optional<String> selected() {
        return selected;
    }

    int count() {
        return messages.size();
    }

    /// A UID that it knows, if any.
    OptionalLong uid(int any) {
        var known = messages.stream().filter(m -> m.uid.isPresent()).toList();
        return known.isEmpty() ? OptionalLong.empty() : known.get(any % known.size()).uid;
    }

    void run(String command) throws IOException {
        send(command);
        await();
    }

    void send(String command) throws IOException {
        var silent = SILENT.matcher(command);
        var silenced = silent.matches()
                ? messages.stream()
                        .filter(m -> command.startsWith("UID STORE " + m.uid.orElse(0) + " "))
                        .findFirst()
                : Optional.<Known>empty();
        var sent = new Sent("t" + ++commands + " ", command, silenced);
        waiting.add(sent);
        TestServer.say(socket, sent.tag + command);
    }

    /// Tells the server to say what happens.
    void idle() throws IOException {
        send("IDLE");
        idling = true;
        for (String line = line(); !bye && !line.startsWith("+ "); line = line()) {
            take(line);
        }
    }

    /// Reads until every command has its reply.
    void await() throws IOException {
        if (idling && !bye) {
            TestServer.say(socket, "DONE");
        }
        idling = false;
        while (!bye && !waiting.isEmpty()) {
            String line = line();
            if (bye) {
                break;
            }
            if (line.startsWith(waiting.getFirst().tag)) {
                end(waiting.removeFirst(), line);
            } else {
                take(line);
            }
        }
        if (bye) {
            connect();
        }
    }

    /// The next line; nothing behind a goodbye.
    private String line() throws IOException {
        String line = TestServer.readLine(socket);
        if (line.startsWith("* BYE the selected mailbox was deleted")) {
            bye = true;
        }
        return line;
    }

    private void end(Sent command, String line) {
        boolean ok = line.startsWith(command.tag + "OK ");
        // A command may have been sent behind one that left the mailbox.
        boolean late = selected.isEmpty() && line.startsWith(command.tag + "BAD select a mailbox first");
        check(ok || late || line.startsWith(command.tag + "NO "), line);
        if (command.text.startsWith("SELECT ") || command.text.startsWith("EXAMINE ")) {
            if (!ok) {
                deselected();
            }
        } else if (ok && (command.text.equals("CLOSE") || command.text.equals("UNSELECT"))) {
            deselected();
        }
        var silent = SILENT.matcher(command.text);
        if (ok && silent.matches()) {
            command.silenced
                    .filter(m -> !toldNow.contains(m))
                    .flatMap(m -> m.flags)
                    .ifPresent(flags -> {
                        if (silent.group(1).equals("+")) {
                            flags.add(silent.group(2));
                        } else {
                            flags.remove(silent.group(2));
                        }
                    });
        }
        toldNow.clear();
    }

    private void take(String line) {
        var count = COUNT.matcher(line);
        var fetch = FETCH.matcher(line);
        var vanished = VANISHED.matcher(line);
        var id = MAILBOX_ID.matcher(line);
        if (count.matches()) {
            count(line, Integer.parseInt(count.group(1)), count.group(2));
        } else if (fetch.matches()) {
            fetch(line, messages, fetch);
        } else if (vanished.matches()) {
            check(kind == Kind.QRESYNC && mayTellExpunges(), line);
            members(vanished.group(1)).forEach(uid -> vanished(line, uid));
        } else if (id.matches()) {
            selected = Optional.of(id.group(1));
        } else if (line.startsWith("* OK [CLOSED]")) {
            deselected();
        } else if (line.startsWith("* SEARCH")) {
            check(line.replaceAll(" \\(MODSEQ.*", "").split(" ").length - 2 <= messages.size(), line);
        } else {
            check(line.matches("\\* (OK|FLAGS|LIST|ENABLED|STATUS|CAPABILITY) ?.*"), line);
        }
    }

    private boolean mayTellExpunges() {
        // RFC 9051 §7.5.1, RFC 7162 §3.2.10.2: not while numbers are in the air.
        return waiting.isEmpty() || !waiting.getFirst().text.matches("(FETCH|STORE|SEARCH) .*");
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
                check(kind != Kind.QRESYNC && mayTellExpunges(), line);
                check(number >= 1 && number <= messages.size(), line);
                messages.remove(number - 1);
            }
            default -> check(number <= messages.size(), line);
        }
    }

    private void fetch(String line, List<Known> known, java.util.regex.Matcher fetch) {
        int number = Integer.parseInt(fetch.group(1));
        check(number >= 1 && number <= known.size(), line);
        var message = known.get(number - 1);
        if (fetch.group(2) != null) {
            long uid = Long.parseLong(fetch.group(2));
            check(message.uid.orElse(uid) == uid, line);
            message.uid = OptionalLong.of(uid);
            check(
                    known.stream()
                            .flatMapToLong(m -> m.uid.stream())
                            .boxed()
                            .toList()
                            .equals(known.stream()
                                    .flatMapToLong(m -> m.uid.stream())
                                    .boxed()
                                    .sorted()
                                    .distinct()
                                    .toList()),
                    line);
        }
        if (fetch.group(3) != null) {
            var set = new TreeSet<>(Set.of(fetch.group(3).split(" ")));
            set.removeAll(Set.of("", "\\Recent"));
            message.flags = Optional.of(set);
            toldNow.add(message);
        }
        if (fetch.group(4) != null) {
            check(kind != Kind.PLAIN, line);
            long modSeq = Long.parseLong(fetch.group(4));
            check(modSeq >= message.modSeq.orElse(0), line);
            message.modSeq = OptionalLong.of(modSeq);
        }
    }

    /// One of those whose UIDs it was not told may be the one: then it knows no more of any of them than that they are
    /// there.
    private void vanished(String line, long uid) {
        int at = 0;
        int gap = 0;
        while (at < messages.size() && messages.get(at).uid.orElse(0) < uid) {
            gap = messages.get(at).uid.isPresent() ? at + 1 : gap;
            at++;
        }
        if (at < messages.size() && messages.get(at).uid.orElse(0) == uid) {
            messages.remove(at);
            return;
        }
        check(gap < at, line);
        messages.remove(gap);
        for (var unsure : messages.subList(gap, at - 1)) {
            unsure.flags = Optional.empty();
            unsure.modSeq = OptionalLong.empty();
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

    /// Whether it knows nothing that another one, which has just been told all of this mailbox, knows better.
    void mustAgreeWith(Wanderer fresh) {
        check(messages.size() == fresh.messages.size(), "there are " + fresh.messages);
        for (int i = 0; i < messages.size(); i++) {
            var mine = messages.get(i);
            var there = fresh.messages.get(i);
            boolean same = (mine.uid.isEmpty() || mine.uid.equals(there.uid))
                    && (mine.flags.isEmpty() || mine.flags.equals(there.flags))
                    && (mine.modSeq.isEmpty() || mine.modSeq.equals(there.modSeq));
            check(same, "message " + (i + 1) + " is " + there + " and not " + mine);
        }
    }

    private void check(boolean right, String line) {
        if (!right) {
            throw new AssertionError(
                    kind + " in " + selected + ", behind " + waiting + ", knows " + messages + ": " + line);
        }
    }
}
