package org.posthorn.imap.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModifiedUtf7Test {

    @ParameterizedTest
    @CsvSource({
        "INBOX,INBOX",
        "A & B,A &- B",
        "~peter/mail/台北/日本語,'~peter/mail/&U,BTFw-/&ZeVnLIqe-'",
        "Entwürfe,Entw&APw-rfe",
        "☺!,&Jjo-!",
        "😀,&2D3eAA-",
    })
    void bothWays(String name, String encoded) {
        assertEquals(encoded, ModifiedUtf7.encode(name));
        assertEquals(Optional.of(name), ModifiedUtf7.decode(encoded));
    }

    /// RFC 3501 §5.1.3: names have one spelling.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "&", // no end
                "a&b",
                "&Jjo", // no end
                "&Jjo!-", // no base64
                "&AGE-", // hides an a
                "&U,BTFw-&ZeVnLIqe-", // two shifts in a row
                "&Jjp-", // bits left over
                "&J-", // half a character
                "&2D0-", // half a surrogate pair
                "&Jj o-",
                "ü",
                "a\u0001",
            })
    void refusesWhatNoEncoderMakes(String encoded) {
        assertEquals(Optional.empty(), ModifiedUtf7.decode(encoded));
    }

    @Test
    void anyNameComesBack() {
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            var name = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                int c = random.nextBoolean() ? random.nextInt(0x20, 0x7f) : random.nextInt(0x80, 0x20000);
                name.appendCodePoint(c >= 0xd800 && c < 0xe000 ? '&' : c);
            }
            assertEquals(Optional.of(name.toString()), ModifiedUtf7.decode(ModifiedUtf7.encode(name.toString())));
        }
    }
}
