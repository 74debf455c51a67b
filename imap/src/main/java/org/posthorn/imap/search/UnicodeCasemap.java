package org.posthorn.imap.search;

import java.text.Normalizer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The collation i;unicode-casemap (RFC 5051): two texts are equal when their characters are, after each was put into
/// title case and decomposed, compatibility forms included. So `É`, `é` and `e` with U+0301 are one.
/// Thread-safe.
public final class UnicodeCasemap {
    private UnicodeCasemap() {}

    /// Filled as characters are met; a character's form never changes, so a race only computes it twice.
    private static final AtomicReferenceArray<String> BMP = new AtomicReferenceArray<>(0x10000);

    /// What a character is compared as: one or more chars.
    public static String map(int codePoint) {
        if (codePoint > 0xffff) {
            return compute(codePoint);
        }
        String known = BMP.get(codePoint);
        if (known == null) {
            known = compute(codePoint);
            BMP.set(codePoint, known);
        }
        return known;
    }

    /// RFC 5051 §2: the simple title case mapping first, then the decomposition, applied until nothing changes.
    private static String compute(int codePoint) {
        String title = Character.toString(Character.toTitleCase(codePoint));
        return Normalizer.normalize(title, Normalizer.Form.NFKD);
    }

    public static String map(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.append(map(c)));
        return out.toString();
    }
}
