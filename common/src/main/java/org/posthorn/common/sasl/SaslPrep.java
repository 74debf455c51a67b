package org.posthorn.common.sasl;

import java.text.Normalizer;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Prepares names of users for comparison: SASLprep (RFC 4013). Code points that Unicode 3.2 did not know are taken, as
/// in a query.
public final class SaslPrep {
    private SaslPrep() {}

    /// Empty when the text has a prohibited character, or mixes directions (RFC 4013 §2.3, §2.4). It may become an
    /// empty text.
    public static Optional<String> prepare(String text) {
        var mapped = new StringBuilder();
        text.codePoints()
                .filter(c -> !isMappedToNothing(c))
                .map(c -> isSpace(c) ? ' ' : c)
                .forEach(mapped::appendCodePoint);
        String prepared = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        boolean allowed = prepared.codePoints().noneMatch(SaslPrep::isProhibited) && isOfOneDirection(prepared);
        return allowed ? Optional.of(prepared) : Optional.empty();
    }

    /// RFC 3454 table B.1
    private static boolean isMappedToNothing(int c) {
        return c == 0x00AD
                || c == 0x034F
                || c == 0x1806
                || c >= 0x180B && c <= 0x180D
                || c >= 0x200B && c <= 0x200D
                || c == 0x2060
                || c >= 0xFE00 && c <= 0xFE0F
                || c == 0xFEFF;
    }

    /// RFC 3454 table C.1.2
    private static boolean isSpace(int c) {
        return Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    /// RFC 3454 tables C.2 to C.9, and C.1.2 but for the space of ASCII
    private static boolean isProhibited(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.PRIVATE_USE, Character.SURROGATE -> true;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.FORMAT -> true;
            case Character.SPACE_SEPARATOR -> c != ' ';
            default ->
                (c & 0xFFFE) == 0xFFFE
                        || c >= 0xFDD0 && c <= 0xFDEF
                        || c >= 0xFFF9 && c <= 0xFFFD
                        || c >= 0x2FF0 && c <= 0x2FFB
                        || c == 0x0340
                        || c == 0x0341;
        };
    }

    /// RFC 3454 §6: text from right to left has nothing from left to right, and begins and ends with its own.
    private static boolean isOfOneDirection(String text) {
        if (!has(text, SaslPrep::isRightToLeft)) {
            return true;
        }
        return !has(text, c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT)
                && isRightToLeft(text.codePointAt(0))
                && isRightToLeft(text.codePointBefore(text.length()));
    }

    private static boolean has(String text, IntPredicate kind) {
        return text.codePoints().anyMatch(kind);
    }

    private static boolean isRightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
