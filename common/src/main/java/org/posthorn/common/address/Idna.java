package org.posthorn.common.address;

import static org.posthorn.common.address.AddressReader.wrong;

import java.text.Normalizer;
import java.util.Locale;

/// One label between its two forms, U-label and A-label (RFC 5890 §2.3.2.1, RFC 5891 §4 and §5). Before the
/// check, what a person typed is mapped: compatibility forms, widths and capitals (RFC 5895 §2; NFKC here,
/// as UTS 46 has it, so that any compatibility character is taken, not only the wide and narrow ones).
final class Idna {

    private static final String PREFIX = "xn--";
    private static final int MAX_LABEL = 63;

    private Idna() {}

    /// @param label has a character that is not ASCII
    /// @param at    where the label stands in its text, for the message
    static String toAscii(String label, int at) {
        var mapped = mapped(label);
        if (mapped.isEmpty() || mapped.indexOf('.') >= 0) {
            // U+2488, a digit with a full stop, would cut the label in two.
            throw wrong("a label has a character that hides a dot, or nothing that shows", at);
        }
        if (mapped.chars().allMatch(c -> c < 0x80)) {
            return DomainName.read(mapped, 0);
        }
        if (mapped.startsWith("-") || mapped.endsWith("-") || mapped.startsWith("--", 2)) {
            // RFC 5891 §4.2.3.1.
            throw wrong("a label has hyphens where an international one can't", at);
        }
        CodePoints.check(mapped, at);
        BidiRule.check(mapped, at);
        var ascii = PREFIX + Punycode.encode(mapped);
        if (ascii.length() > MAX_LABEL) {
            throw wrong("a domain's label is longer than " + MAX_LABEL + " characters in its ASCII form", at);
        }
        return ascii;
    }

    /// @return the U-label, or the label itself when it isn't an A-label that this class would write
    static String toUnicode(String label) {
        if (!label.startsWith(PREFIX)) {
            return label;
        }
        return Punycode.decode(label.substring(PREFIX.length()))
                .filter(unicode -> isUlabelOf(unicode, label))
                .orElse(label);
    }

    private static boolean isUlabelOf(String unicode, String label) {
        try {
            return unicode.chars().anyMatch(c -> c >= 0x80)
                    && mapped(unicode).equals(unicode)
                    && toAscii(unicode, 0).equals(label);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    static String mapped(String label) {
        var wide = Normalizer.normalize(label, Normalizer.Form.NFKC);
        var lower = new StringBuilder(wide.length());
        // One by one: as a word, a capital sigma at the end would become a final sigma.
        wide.codePoints()
                .forEach(point -> lower.append(Character.toString(point).toLowerCase(Locale.ROOT)));
        return Normalizer.normalize(lower, Normalizer.Form.NFKC);
    }
}
