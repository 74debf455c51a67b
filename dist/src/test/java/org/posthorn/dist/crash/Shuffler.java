package org.posthorn.dist.crash;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.posthorn.dist.crash.Shelves.Mail;
import org.posthorn.dist.crash.Shelves.Shelf;

/// Has an account to itself, and appends, flags, copies, moves, expunges and renames in it until the server dies. What
/// was acknowledged must be there behind the crash, to the last flag and UID; what was on its way is there as a whole
/// or not at all. Lives as long as the test; for one thread at a time.
final class Shuffler {
    private static final List<String> TREES = List.of("w", "v");
    private static final List<String> LEAVES = List.of("/one", "/two");
    private static final List<String> FLAGS = List.of("\\Seen", "\\Flagged", "\\Answered", "$one", "two");
    private static final int MANY = 60;

    private final Ledger ledger;
    private final String account;
    private final String password;
    private Shelves shelves;
    private Optional<Shelves> inFlight = Optional.empty();

    Shuffler(Ledger ledger, String account, String password) {
        this.ledger = ledger;
        this.account = account;
        this.password = password;
    }

    /// Makes the mailboxes that it works on.
    void begin(InetSocketAddress server) throws IOException, Died {
        try (var talk = new Talk(server, account, password)) {
            for (var leaf : LEAVES) {
                talk.ask("CREATE " + TREES.getFirst() + leaf);
            }
            shelves = Shelves.read(talk);
        }
    }

    /// What is there is what was acknowledged, and perhaps what was on its way.
    Shelves verify(InetSocketAddress server) throws IOException, Died {
        try (var talk = new Talk(server, account, password)) {
            var there = Shelves.read(talk);
            var difference = there.difference(shelves);
            if (difference.isPresent()) {
                var other = inFlight.map(there::difference).orElse(difference);
                if (other.isPresent()) {
                    throw new AssertionError(
                            account + ": " + difference.get() + "; with what was on its way: " + other);
                }
            }
            shelves = there;
            inFlight = Optional.empty();
            return there;
        }
    }

    void run(InetSocketAddress server, long seed) {
        var random = new Random(seed);
        try (var talk = new Talk(server, account, password)) {
            while (true) {
                step(talk, random);
            }
        } catch (IOException | Died _) {
            // the server was killed, as planned
        }
    }

    private void step(Talk talk, Random random) throws IOException, Died {
        String tree = shelves.byName.containsKey(TREES.getFirst()) ? TREES.getFirst() : TREES.getLast();
        String from = tree + LEAVES.get(random.nextInt(2));
        String to = tree + LEAVES.get(random.nextInt(2));
        var uids = some(shelves.byName.get(from), random);
        if (shelves.byName.get(from).mails.size() > MANY) {
            expunge(talk, from, uids);
            return;
        }
        switch (random.nextInt(uids.isEmpty() ? 3 : 10)) {
            case 0, 1 -> append(talk, to, random);
            case 2 -> rename(talk, tree);
            case 3, 4, 5 -> flag(talk, from, uids, random);
            case 6 -> copy(talk, from, uids, to);
            case 7, 8 -> move(talk, from, uids, to);
            default -> expunge(talk, from, uids);
        }
    }

    private void append(Talk talk, String to, Random random) throws IOException, Died {
        var letter = Letter.make(ledger.nextId(), random.nextInt(12) == 0 ? 100_000 : 1_000, random);
        var flags = flags(random);
        var bytes = new String(letter.bytes(), StandardCharsets.US_ASCII);
        change(
                "APPEND",
                after -> after.byName.get(to).add(new Mail(letter.id(), letter.bytes().length, flags, Shelves.UNTOLD)),
                () -> talk.ask(
                        "APPEND " + to + " (" + String.join(" ", flags) + ") {" + bytes.length() + "+}\r\n" + bytes));
    }

    private void flag(Talk talk, String in, Set<Long> uids, Random random) throws IOException, Died {
        var flags = flags(random);
        String sign = List.of("+", "-", "").get(random.nextInt(3));
        talk.ask("SELECT " + in + " (CONDSTORE)");
        var answers = change(
                "STORE",
                after -> after.byName
                        .get(in)
                        .mails
                        .replaceAll((uid, mail) -> uids.contains(uid) ? flagged(mail, sign, flags) : mail),
                () -> talk.ask("UID STORE " + set(uids) + " " + sign + "FLAGS (" + String.join(" ", flags) + ")"));
        Shelves.told(answers, shelves.byName.get(in));
        talk.ask("UNSELECT");
    }

    private static Mail flagged(Mail mail, String sign, Set<String> flags) {
        var now = new HashSet<>(sign.isEmpty() ? Set.of() : mail.flags());
        if (sign.equals("-")) {
            now.removeAll(flags);
        } else {
            now.addAll(flags);
        }
        return now.equals(mail.flags()) ? mail : new Mail(mail.id(), mail.size(), now, Shelves.UNTOLD);
    }

    private void copy(Talk talk, String from, Set<Long> uids, String to) throws IOException, Died {
        talk.ask("SELECT " + from);
        change("COPY", after -> copies(after, from, uids, to), () -> talk.ask("UID COPY " + set(uids) + " " + to));
        talk.ask("UNSELECT");
    }

    private void move(Talk talk, String from, Set<Long> uids, String to) throws IOException, Died {
        talk.ask("SELECT " + from);
        change(
                "MOVE",
                after -> {
                    copies(after, from, uids, to);
                    after.byName.get(from).mails.keySet().removeAll(uids);
                },
                () -> talk.ask("UID MOVE " + set(uids) + " " + to));
        talk.ask("UNSELECT");
    }

    private static void copies(Shelves after, String from, Set<Long> uids, String to) {
        var originals = List.copyOf(after.byName.get(from).mails.entrySet());
        originals.stream().filter(each -> uids.contains(each.getKey())).forEach(each -> {
            var mail = each.getValue();
            after.byName.get(to).add(new Mail(mail.id(), mail.size(), mail.flags(), Shelves.UNTOLD));
        });
    }

    private void expunge(Talk talk, String from, Set<Long> uids) throws IOException, Died {
        talk.ask("SELECT " + from + " (CONDSTORE)");
        var answers = change(
                "STORE",
                after -> after.byName
                        .get(from)
                        .mails
                        .replaceAll((uid, mail) -> uids.contains(uid) ? flagged(mail, "+", Set.of("\\Deleted")) : mail),
                () -> talk.ask("UID STORE " + set(uids) + " +FLAGS (\\Deleted)"));
        Shelves.told(answers, shelves.byName.get(from));
        change(
                "EXPUNGE",
                after -> after.byName.get(from).mails.keySet().removeAll(uids),
                () -> talk.ask("UID EXPUNGE " + set(uids)));
        talk.ask("UNSELECT");
    }

    private void rename(Talk talk, String tree) throws IOException, Died {
        String other = tree.equals(TREES.getFirst()) ? TREES.getLast() : TREES.getFirst();
        change(
                "RENAME",
                after -> List.of("", LEAVES.getFirst(), LEAVES.getLast())
                        .forEach(leaf -> after.byName.put(other + leaf, after.byName.remove(tree + leaf))),
                () -> talk.ask("RENAME " + tree + " " + other));
    }

    private interface Asking {
        List<Talk.Line> ask() throws IOException, Died;
    }

    private List<Talk.Line> change(String kind, Consumer<Shelves> change, Asking asking) throws IOException, Died {
        var after = shelves.copy();
        change.accept(after);
        inFlight = Optional.of(after);
        var answers = asking.ask();
        shelves = after;
        inFlight = Optional.empty();
        ledger.count(kind);
        return answers;
    }

    private static Set<Long> some(Shelf shelf, Random random) {
        return shelf.mails.keySet().stream()
                .filter(_ -> random.nextInt(3) == 0)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> flags(Random random) {
        return FLAGS.stream().filter(_ -> random.nextInt(3) == 0).collect(Collectors.toSet());
    }

    private static String set(Set<Long> uids) {
        return uids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
