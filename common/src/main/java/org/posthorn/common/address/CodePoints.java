package org.posthorn.common.address;

import static org.posthorn.common.address.AddressReader.wrong;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Locale;

/// Which code points a U-label may have: the derived property of RFC 5892 §3, computed from the Unicode
/// data of the JDK, and the contextual rules of its appendix A. The joining types that rule A.1 asks for
/// are not in the JDK: a zero width non-joiner is taken between two letters of a cursive script.
final class CodePoints {

    private static final int ZWNJ = 0x200C;
    private static final int ZWJ = 0x200D;

    /// Code points of canonical combining class 9 (Virama), which the JDK doesn't tell.
    private static final String VIRAMAS =
            "\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D3B\u0D3C\u0D4D\u0DCA\u0E3A"
                + "\u0EBA\u0F84\u1039\u103A\u1714\u1715\u1734\u17D2\u1A60\u1B44\u1BAA\u1BAB\u1BF2\u1BF3\u2D7F\uA806\uA82C"
                + "\uA8C4\uA953\uA9C0\uAAF6\uABED";

    private CodePoints() {}

    static void check(String label, int at) {
        int[] points = label.codePoints().toArray();
        int first = Character.getType(points[0]);
        // RFC 5891 §4.2.3.2.
        if (first == Character.NON_SPACING_MARK
                || first == Character.COMBINING_SPACING_MARK
                || first == Character.ENCLOSING_MARK) {
            throw wrong("a domain's label begins with a combining mark", at);
        }
        for (int i = 0; i < points.length; i++) {
            if (!isAllowed(points, i)) {
                throw wrong("U+%04X can't stand here in a domain".formatted(points[i]), at);
            }
        }
    }

    private static boolean isAllowed(int[] points, int i) {
        int point = points[i];
        return switch (point) {
            // RFC 5892 §2.6, exceptions.
            case 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007 -> true;
            case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B -> false;
            case ZWNJ, ZWJ -> isJoinedWell(points, i);
            case 0xB7 -> before(points, i) == 'l' && after(points, i) == 'l';
            case 0x375 -> isOf(after(points, i), UnicodeScript.GREEK);
            case 0x5F3, 0x5F4 -> isOf(before(points, i), UnicodeScript.HEBREW);
            case 0x30FB -> hasJapanese(points);
            default -> isDigitOfItsKind(points, point) && isStableLetterOrDigit(point);
        };
    }

    /// RFC 5892 §2: LetterDigits, LDH; not Unstable, IgnorableProperties, IgnorableBlocks, OldHangulJamo,
    /// Unassigned.
    private static boolean isStableLetterOrDigit(int point) {
        if (point < 0x80) {
            return point == '-' || Character.isLetterOrDigit(point);
        }
        if (isOldHangulJamo(point) || isIgnorable(point) || !isLetterOrDigit(point)) {
            return false;
        }
        var itself = Character.toString(point);
        // The dotless i folds to itself, though its capital's small letter is another.
        return point == 0x131 || folded(itself).equals(itself);
    }

    private static String folded(String text) {
        var upper = Normalizer.normalize(text, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
        return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }

    private static boolean isLetterOrDigit(int point) {
        return switch (Character.getType(point)) {
            case Character.LOWERCASE_LETTER,
                    Character.UPPERCASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    private static boolean isOldHangulJamo(int point) {
        return point >= 0x1100 && point <= 0x11FF
                || point >= 0xA960 && point <= 0xA97C
                || point >= 0xD7B0 && point <= 0xD7FB;
    }

    /// Default_Ignorable_Code_Point among letters and marks; blocks of combining marks for symbols and of
    /// music.
    private static boolean isIgnorable(int point) {
        return point == 0x34F
                || point == 0x115F
                || point == 0x1160
                || point == 0x17B4
                || point == 0x17B5
                || point >= 0x180B && point <= 0x180F
                || point == 0x3164
                || point >= 0xFE00 && point <= 0xFE0F
                || point == 0xFFA0
                || point >= 0x20D0 && point <= 0x20FF
                || point >= 0x1D100 && point <= 0x1D24F
                || point >= 0xE0000;
    }

    /// RFC 5892 A.1 and A.2.
    private static boolean isJoinedWell(int[] points, int i) {
        int before = before(points, i);
        if (before == 0) {
            return false;
        }
        if (VIRAMAS.indexOf(before) >= 0) {
            return true;
        }
        return points[i] == ZWNJ && isCursive(before) && isCursive(after(points, i));
    }

    private static boolean isCursive(int point) {
        return isOf(point, UnicodeScript.ARABIC) || isOf(point, UnicodeScript.SYRIAC) || isOf(point, UnicodeScript.NKO);
    }

    /// RFC 5892 A.7.
    private static boolean hasJapanese(int[] points) {
        for (int point : points) {
            if (isOf(point, UnicodeScript.HIRAGANA)
                    || isOf(point, UnicodeScript.KATAKANA)
                    || isOf(point, UnicodeScript.HAN)) {
                return true;
            }
        }
        return false;
    }

    /// RFC 5892 A.8 and A.9: the two kinds of Arabic digits are not mixed.
    private static boolean isDigitOfItsKind(int[] points, int point) {
        if (point < 0x660 || point > 0x669) {
            return true;
        }
        for (int other : points) {
            if (other >= 0x6F0 && other <= 0x6F9) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOf(int point, UnicodeScript script) {
        return point != 0 && UnicodeScript.of(point) == script;
    }

    private static int before(int[] points, int i) {
        return i > 0 ? points[i - 1] : 0;
    }

    private static int after(int[] points, int i) {
        return i + 1 < points.length ? points[i + 1] : 0;
    }
}
