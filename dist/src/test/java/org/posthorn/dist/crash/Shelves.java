package org.posthorn.dist.crash;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Some mailboxes with all that is in them: as they should be, or as they were read over IMAP, every byte of them.
final class Shelves {
    /// For a message whose last change nobody told the MODSEQ of.
    static final long UNTOLD = 0;

    private static final Pattern NAME = Pattern.compile("\\* LIST \\(.*\\) \"/\" \"?([^\"]*)\"?");
    private static final Pattern CODE = Pattern.compile("\\* OK \\[(\\w+) (\\d+)].*");
    private static final Pattern UID = Pattern.compile("\\bUID (\\d+)");
    private static final Pattern MODSEQ = Pattern.compile("\\bMODSEQ \\((\\d+)\\)");
    private static final Pattern FLAGS = Pattern.compile("\\bFLAGS \\(([^)]*)\\)");

    record Mail(String id, long size, Set<String> flags, long modSeq) {}

    static final class Shelf {
        long uidValidity;
        long uidNext;
        long modSeq;
        final TreeMap<Long, Mail> mails = new TreeMap<>();

        void add(Mail mail) {
            mails.put(uidNext++, mail);
        }

        private Shelf copy() {
            var copy = new Shelf();
            copy.uidValidity = uidValidity;
            copy.uidNext = uidNext;
            copy.modSeq = modSeq;
            copy.mails.putAll(mails);
            return copy;
        }
    }

    final TreeMap<String, Shelf> byName = new TreeMap<>();

    Shelves copy() {
        var copy = new Shelves();
        byName.forEach((name, shelf) -> copy.byName.put(name, shelf.copy()));
        return copy;
    }

    long octets() {
        return byName.values().stream()
                .flatMap(shelf -> shelf.mails.values().stream())
                .mapToLong(Mail::size)
                .sum();
    }

    long messages() {
        return byName.values().stream().mapToLong(shelf -> shelf.mails.size()).sum();
    }

    /// All mailboxes of the account.
    static Shelves read(Talk talk) throws IOException, Died {
        var shelves = new Shelves();
        for (var line : talk.ask("LIST \"\" *")) {
            var name = NAME.matcher(line.text());
            if (name.matches()) {
                shelves.byName.put(name.group(1), new Shelf());
            }
        }
        for (var each : shelves.byName.entrySet()) {
            read(talk, each.getKey(), each.getValue());
        }
        return shelves;
    }

    private static void read(Talk talk, String name, Shelf shelf) throws IOException, Died {
        for (var line : talk.ask("EXAMINE \"" + name + "\" (CONDSTORE)")) {
            var code = CODE.matcher(line.text());
            if (code.matches()) {
                long value = Long.parseLong(code.group(2));
                switch (code.group(1)) {
                    case "UIDVALIDITY" -> shelf.uidValidity = value;
                    case "UIDNEXT" -> shelf.uidNext = value;
                    case "HIGHESTMODSEQ" -> shelf.modSeq = value;
                    default -> {
                        // not asked for
                    }
                }
            }
        }
        for (var line : talk.ask("UID FETCH 1:* (UID FLAGS MODSEQ BODY.PEEK[])")) {
            if (line.literal().length > 0) {
                var mail = new Mail(
                        Letter.idOfWhole(line.literal()),
                        line.literal().length,
                        flags(line.text()),
                        number(MODSEQ, line.text()));
                shelf.mails.put(number(UID, line.text()), mail);
            }
        }
    }

    /// Takes in the MODSEQs that a STORE was answered with.
    static void told(List<Talk.Line> answers, Shelf shelf) {
        for (var line : answers) {
            if (MODSEQ.matcher(line.text()).find()) {
                shelf.mails.computeIfPresent(
                        number(UID, line.text()),
                        (_, mail) -> new Mail(mail.id(), mail.size(), mail.flags(), number(MODSEQ, line.text())));
            }
        }
    }

    /// What is not as it should be, if these are what was read.
    Optional<String> difference(Shelves expected) {
        if (!byName.keySet().equals(expected.byName.keySet())) {
            return Optional.of("mailboxes " + byName.keySet() + " for " + expected.byName.keySet());
        }
        return byName.entrySet().stream()
                .flatMap(each -> difference(each.getValue(), expected.byName.get(each.getKey())).stream()
                        .map(what -> each.getKey() + ": " + what))
                .findFirst();
    }

    private static Optional<String> difference(Shelf there, Shelf expected) {
        if (there.uidValidity != expected.uidValidity || there.uidNext != expected.uidNext) {
            return Optional.of("UIDVALIDITY " + there.uidValidity + ", UIDNEXT " + there.uidNext + " for "
                    + expected.uidValidity + ", " + expected.uidNext);
        }
        if (there.modSeq < expected.modSeq) {
            return Optional.of("HIGHESTMODSEQ went back from " + expected.modSeq + " to " + there.modSeq);
        }
        if (!there.mails.keySet().equals(expected.mails.keySet())) {
            return Optional.of("UIDs " + there.mails.keySet() + " for " + expected.mails.keySet());
        }
        return there.mails.entrySet().stream()
                .filter(each -> !same(each.getValue(), expected.mails.get(each.getKey())))
                .map(each ->
                        "UID " + each.getKey() + " is " + each.getValue() + " for " + expected.mails.get(each.getKey()))
                .findFirst();
    }

    private static boolean same(Mail there, Mail expected) {
        return there.id().equals(expected.id())
                && there.size() == expected.size()
                && there.flags().equals(expected.flags())
                && (expected.modSeq() == UNTOLD || there.modSeq() == expected.modSeq());
    }

    private static long number(Pattern pattern, String line) {
        Matcher match = pattern.matcher(line);
        if (!match.find()) {
            throw new AssertionError("no " + pattern + " in " + line);
        }
        return Long.parseLong(match.group(1));
    }

    private static Set<String> flags(String line) {
        var match = FLAGS.matcher(line);
        if (!match.find()) {
            throw new AssertionError("no flags in " + line);
        }
        var flags = new HashSet<>(List.of(match.group(1).split(" ")));
        flags.remove("");
        flags.remove("\\Recent");
        return flags;
    }
}
