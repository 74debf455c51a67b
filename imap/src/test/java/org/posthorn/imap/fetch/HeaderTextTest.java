package org.posthorn.imap.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.common.mime.EncodedWord;
import org.posthorn.imap.grammar.Dialect;

class HeaderTextTest {
    @Test
    void asciiStaysAndControlsGo() {
        assertEquals("a\tb =?x?= c", HeaderText.words(" a\tb =?x?=\0c\r\n", Dialect.SEVEN_BIT));
    }

    @Test
    void onlyWordsBeyondAsciiAreEncoded() {
        assertEquals(
                "Re: =?UTF-8?B?Z3LDvMOfZSDDvGJlcg==?= all", HeaderText.words("Re: grüße über all", Dialect.SEVEN_BIT));
        assertEquals("Re: grüße", HeaderText.words("Re: grüße", Dialect.UTF8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ä",
                "a ä  b  ö ü",
                "ää ",
                "=?UTF-8?Q?=C3=A4?= x ü",
                "日本語のとても長い件名です。日本語のとても長い件名です。日本語の",
                "😀😀😀😀😀😀😀😀😀😀😀😀😀"
            })
    void comesBackWhenDecoded(String text) {
        String encoded = HeaderText.words(text, Dialect.SEVEN_BIT);
        assertTrue(HeaderText.isAscii(encoded));
        for (String word : encoded.split(" ")) {
            assertTrue(word.length() <= 75, word);
        }
        assertEquals(EncodedWord.decode(text.strip()), EncodedWord.decode(encoded));
    }

    @Test
    void parametersAreExtended() {
        assertEquals("UTF-8''%E2%82%AC%20rates.txt", HeaderText.extendedValue("€ rates.txt"));
    }
}
