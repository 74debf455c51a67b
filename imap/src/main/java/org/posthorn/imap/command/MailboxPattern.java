package org.posthorn.imap.command;

import java.util.Locale;

/// A pattern of LIST: `*` is anything, `%` anything without the delimiter (RFC 9051 §6.3.9). INBOX matches in any case.
record MailboxPattern(String text) {
    /// No name is longer, so a longer pattern that matched one would be mostly wildcards: RFC 9051 §6.3.9 lets a server
    /// ignore it.
    private static final int MAX_LENGTH = 2_000;

    private static final String INBOX = "INBOX";

    boolean matches(String name) {
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        // RFC 9051 §5.1: the one name that is the same in any case.
        if (name.equals(INBOX)) {
            return matches(text.toUpperCase(Locale.ROOT), name);
        }
        if (name.startsWith(INBOX + "/") && text.regionMatches(true, 0, INBOX, 0, INBOX.length())) {
            return matches(INBOX + text.substring(INBOX.length()), name);
        }
        return matches(text, name);
    }

    /// Whether names of that space may match.
    boolean reaches(Space space) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != '*' && text.charAt(end) != '%') {
            end++;
        }
        String head = text.substring(0, end);
        return head.startsWith(space.prefix()) || space.prefix().startsWith(head);
    }

    /// Whether the levels above a match are asked for too.
    boolean endsWithLevel() {
        return text.endsWith("%");
    }

    /// Goes through both once, and back only to the last `%`, or, when that one is at a delimiter, to the last `*`.
    private static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int level = -1; // behind the last '%', and how far it reaches
        int levelReach = 0;
        int star = -1; // behind the last '*', and how far it reaches
        int starReach = 0;
        while (true) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = ++p;
                starReach = n;
                level = -1;
            } else if (p < pattern.length() && pattern.charAt(p) == '%') {
                level = ++p;
                levelReach = n;
            } else if (p == pattern.length() && n == name.length()) {
                return true;
            } else if (p < pattern.length() && n < name.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (level >= 0 && levelReach < name.length() && name.charAt(levelReach) != '/') {
                n = ++levelReach;
                p = level;
            } else if (star >= 0 && starReach < name.length()) {
                n = ++starReach;
                p = star;
                level = -1;
            } else {
                return false;
            }
        }
    }
}
