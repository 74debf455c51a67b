package org.posthorn.imap.grammar;

import java.util.LinkedHashSet;
import java.util.Set;
import org.posthorn.storage.mailbox.Flag;

/// Flags as clients write them (RFC 9051 §9 `flag`, `flag-list`).
final class Flags {
    private Flags() {}

    private static final int MAX_KEYWORD = 255;

    static Flag flag(ImapParser in) throws BadCommand {
        int start = in.here();
        String prefix = in.tryByte('\\') ? "\\" : "";
        String name = prefix + in.atom();
        var system = Syntax.systemFlag(name);
        if (!prefix.isEmpty() && system.isEmpty()) {
            in.back(start);
            throw in.bad("\\Seen, \\Answered, \\Flagged, \\Deleted, \\Draft or a keyword");
        }
        if (name.length() > MAX_KEYWORD) {
            in.back(start);
            throw in.bad("a keyword of at most " + MAX_KEYWORD + " characters");
        }
        return system.orElseGet(() -> Flag.of(name));
    }

    /// `\Recent`, which no client may set, is passed over: old ones copy it from FETCH.
    static Set<Flag> list(ImapParser in) throws BadCommand {
        var flags = new LinkedHashSet<Flag>();
        in.open();
        if (in.peek() != ')') {
            do {
                if (!in.tryWord("\\Recent")) {
                    flags.add(flag(in));
                }
            } while (in.trySpace());
        }
        in.close();
        return flags;
    }
}
