package org.posthorn.imap.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.storage.mailbox.Uids;

class PartialRangeTest {
    private static final Uids FOUND = Uids.of(3, 5, 8, 13, 21);

    private static PartialRange read(String text) throws BadCommand {
        var in = new ImapParser(text.getBytes(StandardCharsets.US_ASCII), LiteralSource.NONE, Dialect.SEVEN_BIT);
        var range = PartialRange.parse(in);
        in.end();
        return range;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1:2 | 3,5",
                "2:1 | 3,5",
                "4:9 | 13,21",
                "5:5 | 21",
                "6:9 | ''",
                "1:4294967295 | 3,5,8,13,21",
                "-1:-2 | 13,21",
                "-2:-1 | 13,21",
                "-5:-5 | 3",
                "-4:-9 | 3,5",
                "-6:-9 | ''",
                "-1:-4294967295 | 3,5,8,13,21"
            })
    void takesTheStretch(String range, String uids) throws BadCommand {
        assertEquals(uids, read(range).of(FOUND).toString());
        assertEquals(Uids.NONE, read(range).of(Uids.NONE));
        assertEquals(range, read(range).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0:1", "1:0", "1:*", "-1:2", "1:-2", "-0:-1", "1:2,3", "1:4294967296", "--1:-2"})
    void isRefused(String text) {
        assertThrows(BadCommand.class, () -> read(text));
    }
}
