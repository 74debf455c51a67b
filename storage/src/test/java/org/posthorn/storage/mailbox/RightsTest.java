package org.posthorn.storage.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightsTest {

    /// The examples of RFC 4314 §2.1.1 and §3.1 among them: `c` and `d` stand for others, and are told beside them.
    @ParameterizedTest
    @CsvSource({
        "lrswikda, lrswikteacd",
        "lrswida, lrswitead",
        "lrswi, lrswi",
        "cda, kxteacd",
        "lrswipkxtea, lrswipkxteacd",
        "x, xc",
        "k, kc",
        "e, ed",
        "t, td",
        "c, kxc",
        "d, ted",
        "'', ''",
    })
    void printsWhatItReads(String read, String printed) {
        assertEquals(sorted(printed), sorted(Rights.parse(read).toString()));
    }

    private static String sorted(String letters) {
        return letters.chars()
                .sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @ParameterizedTest
    @CsvSource({
        "lrQswicda, 'rights are lower-case letters, not Q'",
        "lrqswicda, there is no right q",
        "lr0, there is no right 0",
        "l r, there is no right of that character",
    })
    void refusesWhatIsNoRight(String letters, String why) {
        var refused = assertThrows(IllegalArgumentException.class, () -> Rights.parse(letters));
        assertEquals(why, refused.getMessage());
    }

    @Test
    void bitsAreAllOfThem() {
        assertEquals(Rights.ALL, Rights.ofBits(Rights.ALL.toBits()));
        assertEquals(Rights.of(Right.READ, Right.ADMINISTER), Rights.ofBits(1 << 1 | 1 << 10));
    }

    /// RFC 4314 §4: "Any" of the table.
    @ParameterizedTest
    @CsvSource({"l, true", "r, true", "i, true", "k, true", "x, true", "a, true", "swpte, false", "'', false"})
    void tellsOfTheMailbox(String letters, boolean tells) {
        assertEquals(tells, Rights.parse(letters).tellOfIt());
    }
}
