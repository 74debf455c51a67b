package org.posthorn.dist.transfer;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.posthorn.storage.mailbox.Flag;

/// Flags as letters: in the names of Maildir and eml files, and in the `Status` fields of mbox.
final class SystemFlags {
    private static final Map<Character, Flag> MAILDIR = new TreeMap<>(Map.of(
            'D', Flag.DRAFT,
            'F', Flag.FLAGGED,
            'P', Flag.of("$Forwarded"),
            'R', Flag.ANSWERED,
            'S', Flag.SEEN,
            'T', Flag.DELETED));

    private static final Map<Character, Flag> STATUS =
            Map.of('R', Flag.SEEN, 'A', Flag.ANSWERED, 'F', Flag.FLAGGED, 'D', Flag.DELETED, 'T', Flag.DRAFT);

    private SystemFlags() {}

    /// Letters that mean nothing to us are passed over.
    static Set<Flag> ofMaildir(String letters) {
        return read(MAILDIR, letters);
    }

    static Set<Flag> ofStatus(String letters) {
        return read(STATUS, letters);
    }

    /// In the order of the letters, as Maildir wants them.
    static String maildir(Set<Flag> flags) {
        StringBuilder letters = new StringBuilder();
        MAILDIR.forEach((letter, flag) -> letters.append(flags.contains(flag) ? letter.toString() : ""));
        return letters.toString();
    }

    /// The two fields of a message in an mbox, with line ends.
    static String statusFields(Set<Flag> flags) {
        StringBuilder more = new StringBuilder();
        for (char letter : "AFDT".toCharArray()) {
            more.append(flags.contains(STATUS.get(letter)) ? String.valueOf(letter) : "");
        }
        return "Status: " + (flags.contains(Flag.SEEN) ? "RO" : "O") + "\n"
                + (more.isEmpty() ? "" : "X-Status: " + more + "\n");
    }

    private static Set<Flag> read(Map<Character, Flag> meaning, String letters) {
        Set<Flag> flags = new LinkedHashSet<>();
        for (char letter : letters.toCharArray()) {
            if (meaning.containsKey(letter)) {
                flags.add(meaning.get(letter));
            }
        }
        return flags;
    }
}
