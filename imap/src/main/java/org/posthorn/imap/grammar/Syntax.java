package org.posthorn.imap.grammar;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthorn.storage.mailbox.Flag;

/// Which characters may stand where (RFC 9051 §9), one table look-up each.
final class Syntax {
    private Syntax() {}

    private static final int ATOM = 1;
    private static final int ASTRING = 2;
    private static final int LIST = 4;
    private static final int WORD = 8;
    private static final byte[] CLASSES = classes();
    private static final List<Flag> SYSTEM_FLAGS =
            List.of(Flag.SEEN, Flag.ANSWERED, Flag.FLAGGED, Flag.DELETED, Flag.DRAFT);

    private static byte[] classes() {
        var classes = new byte[256];
        for (int c = 0x21; c < 0x7f; c++) {
            if ("(){%*\"\\]".indexOf(c) < 0) {
                classes[c] |= ATOM;
            }
            if ("(){%*\"\\".indexOf(c) < 0) {
                classes[c] |= ASTRING;
            }
            if ("(){\"\\".indexOf(c) < 0) {
                classes[c] |= LIST;
            }
            if (Character.isLetterOrDigit(c) || ".-_=".indexOf(c) >= 0) {
                classes[c] |= WORD;
            }
        }
        return classes;
    }

    static boolean isAtomChar(int c) {
        return is(c, ATOM);
    }

    static boolean isAstringChar(int c) {
        return is(c, ASTRING);
    }

    static boolean isListChar(int c) {
        return is(c, LIST);
    }

    static boolean isWordChar(int c) {
        return is(c, WORD);
    }

    private static boolean is(int c, int wanted) {
        return c >= 0 && (CLASSES[c] & wanted) != 0;
    }

    static byte upper(byte c) {
        return c >= 'a' && c <= 'z' ? (byte) (c - 32) : c;
    }

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    static Optional<Flag> systemFlag(String name) {
        return SYSTEM_FLAGS.stream()
                .filter(flag -> flag.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
