package org.posthorn.pop3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        STAT          | Stat[]
        stat          | Stat[]
        `STAT  `      | Stat[]
        LIST          | List[number=OptionalInt.empty]
        LIST 1        | List[number=OptionalInt[1]]
        `LIST 1 `     | List[number=OptionalInt[1]]
        RETR 007      | Retr[number=7]
        RETR 0        | Retr[number=0]
        RETR 99999999999 | Retr[number=0]
        TOP 1 0       | Top[number=1, lines=0]
        TOP 1 99999999999 | Top[number=1, lines=99999999999]
        USER a b      | User[name=a b]
        PASS secret   | Pass[]
        AUTH PLAIN AGEAYg== | Auth[PLAIN]
        """)
    void isRead(String line, String expected) throws BadCommand {
        assertEquals(expected, parse(line).toString());
    }

    @Test
    void aPasswordMayHaveSpacesAtBothEnds() throws BadCommand {
        assertEquals(new Pass(" a b "), parse("PASS  a b "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "XYZZY",
                "APOP a b",
                "RETR",
                "RETR ",
                "RETR x",
                "RETR -1",
                "RETR 1 2",
                "RETR  1",
                "RETR 1234567890123456789",
                "TOP 1",
                "TOP 1 x",
                "LIST x",
                "STAT 1",
                "QUIT now",
                "USER",
                "USER ",
                "PASS",
                "AUTH",
                "STLS x",
                "NOOP\0",
                "NOOP\r"
            })
    void isRefused(String line) {
        assertFalse(assertThrows(BadCommand.class, () -> parse(line)).reply().ok());
    }

    /// More rounds: `-Dposthorn.fuzz.rounds=10000000`, another start: `-Dposthorn.fuzz.seed=…`.
    @Test
    void onlyBadCommandComesOutOfNonsense() {
        var seed = Long.getLong("posthorn.fuzz.seed", 20_261_123);
        var random = new Random(seed);
        var seeds = new String[] {"USER alice", "PASS secret", "LIST 1", "TOP 1 10", "AUTH PLAIN =", "STLS", "QUIT"};
        int parsed = 0;
        for (int round = 0; round < Integer.getInteger("posthorn.fuzz.rounds", 100_000); round++) {
            var line = seeds[random.nextInt(seeds.length)].getBytes(StandardCharsets.US_ASCII);
            line[random.nextInt(line.length)] = (byte) random.nextInt(256);
            line = Arrays.copyOf(line, line.length - random.nextInt(3));
            try {
                Command.parse(line);
                parsed++;
            } catch (BadCommand e) {
                assertFalse(e.reply().ok());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", line " + Arrays.toString(line), e);
            }
        }
        assertTrue(parsed > 0);
    }

    private static Command parse(String line) throws BadCommand {
        return Command.parse(line.getBytes(StandardCharsets.UTF_8));
    }
}
