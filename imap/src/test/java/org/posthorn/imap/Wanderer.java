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
import java.util.regex.Matcher;
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
    private static final Pattern UID_NEXT = Pattern.compile("\\* OK \\[UIDNEXT (\\d+)\\].*");
    private static final Pattern SILENT = Pattern.compile("UID STORE (\\d+) ([+-])FLAGS.SILENT \\((\\S+)\\)");

    /// Lines of a failure's transcript.
    private static final int HEARD = 150;

    /// What it asks for when it comes.
    enum Kind {
        PLAIN,
        CONDSTORE,
        QRESYNC
    }

    /// A command that waits for its reply.
    private record Sent(String tag, String text) {}

    /// How it gets a connection.
    interface Road {
        Socket connect() throws IOException;
    }

    private final Kind kind;
    private final Road road;
    private final Deque<Sent> waiting = new ArrayDeque<>();
    private final Deque<String> heard = new ArrayDeque<>();
    private final Set<KnownMessages.Known> toldNow = new HashSet<>();
    private Socket socket;
    private boolean idling;
    private boolean bye;
    private int commands;
    /// The mailbox's own id, by which it is known under any name.
    private Optional<String> selected = Optional.empty();

    private KnownMessages messages = new KnownMessages();

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
        messages = new KnownMessages();
    }

    Optional<String> selected() {
        return selected;
    }

    int count() {
        return messages.count();
    }

    /// A UID that it knows, if any.
    OptionalLong uid(int any) {
        var known = messages.uids();
        return known.isEmpty() ? OptionalLong.empty() : OptionalLong.of(known.get(any % known.size()));
    }

    void run(String command) throws IOException {
        send(command);
        await();
    }

    void send(String command) throws IOException {
        var sent = new Sent("t" + ++commands + " ", command);
        waiting.add(sent);
        hear("C: " + sent.tag + command);
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
        hear("S: " + line);
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
            storedSilently(Long.parseLong(silent.group(1)), silent.group(2).equals("+"), silent.group(3));
        }
        toldNow.clear();
    }

    /// What a client works out by itself, unless it was told. It looks for the message only now: the answer to a
    /// command in front may have told it the UID, and the flags that this one changed.
    private void storedSilently(long uid, boolean set, String flag) {
        var message = messages.withUid(uid);
        message.filter(m -> !toldNow.contains(m)).flatMap(m -> m.flags).ifPresent(flags -> {
            if (set) {
                flags.add(flag);
            } else {
                flags.remove(flag);
            }
        });
        if (message.isEmpty()) {
            // It does not know which one it has changed.
            messages.maybe(uid).forEach(m -> m.flags = Optional.empty());
        }
    }

    private void take(String line) {
        var count = COUNT.matcher(line);
        var fetch = FETCH.matcher(line);
        var vanished = VANISHED.matcher(line);
        var id = MAILBOX_ID.matcher(line);
        var next = UID_NEXT.matcher(line);
        if (count.matches()) {
            count(line, Integer.parseInt(count.group(1)), count.group(2));
        } else if (fetch.matches()) {
            fetch(line, fetch);
        } else if (vanished.matches()) {
            check(kind == Kind.QRESYNC && mayTellExpunges(), line);
            members(vanished.group(1)).forEach(uid -> check(messages.vanished(uid), line));
        } else if (next.matches()) {
            check(messages.uidNext(Long.parseLong(next.group(1))), line);
        } else if (id.matches()) {
            selected = Optional.of(id.group(1));
        } else if (line.startsWith("* OK [CLOSED]")) {
            deselected();
        } else if (line.startsWith("* SEARCH")) {
            check(line.replaceAll(" \\(MODSEQ.*", "").split(" ").length - 2 <= messages.count(), line);
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
            case "EXISTS" -> check(messages.exists(number), line);
            case "EXPUNGE" -> check(kind != Kind.QRESYNC && mayTellExpunges() && messages.expunged(number), line);
            default -> check(number <= messages.count(), line);
        }
    }

    private void fetch(String line, Matcher fetch) {
        int number = Integer.parseInt(fetch.group(1));
        check(number >= 1 && number <= messages.count(), line);
        if (fetch.group(2) != null) {
            check(messages.hasUid(number, Long.parseLong(fetch.group(2))), line);
        }
        var message = messages.numbered(number);
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
        check(messages.count() == fresh.messages.count(), "there are " + fresh.messages);
        int wrong = messages.wrong(fresh.messages);
        check(wrong == 0, "message " + wrong + " is not as in " + fresh.messages);
    }

    private void hear(String line) {
        heard.addLast(line);
        if (heard.size() > HEARD) {
            heard.removeFirst();
        }
    }

    private void check(boolean right, String line) {
        if (!right) {
            throw new AssertionError(kind + " in " + selected + ", behind " + waiting + ", knows " + messages + ": "
                    + line + "\n" + String.join("\n", heard));
        }
    }
}
