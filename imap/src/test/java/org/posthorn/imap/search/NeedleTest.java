package org.posthorn.imap.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.CharBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeedleTest {
    @ParameterizedTest
    @CsvSource({
        "a, bAb, true",
        "'', '', true",
        "'', x, true",
        "x, '', false",
        "aab, aaab, true",
        "abab, abaabab, true",
        "GRÜSSE, grüsse, true",
        "grüsse, Grüße, false", // a simple mapping: RFC 5051 leaves ß alone
        "é, e\u0301, true",
        "E\u0301, é, true",
        "e, é, true", // é is e with an accent behind it
        "ﬁ, ﬁle, true",
        "fi, ﬁ, false", // decomposed, it stays in lower case: RFC 5051 maps once
        "σας, ΣΑΣ, true",
        "отпуск, ОТПУСК, true",
        "ǆ, ǅ, true",
        "\uD801\uDC28, \uD801\uDC00, true",
        "ｆｕｌｌ, full, true",
        "가, 가, true",
        "日本, 日木, false",
    })
    void finds(String sought, String text, boolean found) {
        assertEquals(found, new Needle(sought).isIn(text));
    }

    @Test
    void findsWhatIndexOfFindsHoweverTheTextIsCut() {
        var random = new Random(20_261_123);
        for (int i = 0; i < 5_000; i++) {
            String text = text(random, random.nextInt(40));
            String sought = text(random, random.nextInt(6));
            var search = new Needle(sought).search();
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(5));
                search.accept(CharBuffer.wrap(text, at, end));
                at = end;
            }
            boolean found = UnicodeCasemap.map(text).contains(UnicodeCasemap.map(sought));
            assertEquals(found, search.found(), sought + " in " + text);
        }
    }

    private static String text(Random random, int length) {
        var out = new StringBuilder();
        while (out.length() < length) {
            out.appendCodePoint("abAéÉß\uD801\uDC28\uD801\uDC00"
                    .codePoints()
                    .skip(random.nextInt(8))
                    .findFirst()
                    .orElseThrow());
        }
        return out.toString();
    }
}
