package org.posthorn.common.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `~` stands for CR, `|` for LF, `@` for NUL.
class DotUnstufferTest {

    /// What was sent, the body that it is, whether it has a bare CR or LF, and what is left after the end.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                ".~|;                '';            false; ''",
                ".~|next~|;          '';            false; next~|",
                "a~|.~|;             a~|;           false; ''",
                "a~|.~|.~|;          a~|;           false; .~|",
                "~|.~|;              ~|;            false; ''",
                "~|~|.~|;            ~|~|;          false; ''",
                "..~|.~|;            .~|;           false; ''",
                "...~|.~|;           ..~|;          false; ''",
                ".a~|.~|;            a~|;           false; ''",
                "a..~|.~|;           a..~|;         false; ''",
                "a.~|.~|;            a.~|;          false; ''",
                "a|.|b~|.~|;         a|.|b~|;       true;  ''",
                "a|.~|b~|.~|;        a|.~|b~|;      true;  ''",
                "a~|.|b~|.~|;        a~||b~|;       true;  ''",
                "a~.~b~|.~|;         a~.~b~|;       true;  ''",
                "a~~|.~|;            a~~|;          true;  ''",
                "a~.~|b~|.~|;        a~.~|b~|;      true;  ''",
                "a~|.~~|.~|;         a~|~~|;        true;  ''",
                "a~|.~b~|.~|;        a~|~b~|;       true;  ''",
                "a~|.~.~|.~|;        a~|~.~|;       true;  ''",
                "a@~|.@~|.~|;        a@~|@~|;       false; ''",
                "a~@|.~|.~|;         a~@|.~|;       true;  ''",
                "a~|@.~|.~|;         a~|@.~|;       false; ''",
                "|.~|~|.~|;          |.~|~|;        true;  ''",
                "~.~|.~|;            ~.~|;          true;  ''",
            })
    void everySplitGivesTheSameBody(String input, String body, boolean bare, String rest) {
        var bytes = bytes(input);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                var read = new Reading();
                int left = read.take(bytes, 0, first);
                left += read.take(bytes, first, second);
                left += read.take(bytes, second, bytes.length);
                var where = input + " split at " + first + " and " + second;
                assertTrue(read.unstuffer.ended(), where);
                assertEquals(body, text(read.body.toByteArray()), where);
                assertEquals(bare, read.unstuffer.bareNewline(), where);
                assertEquals(rest.length(), left, where);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a|.|", "a|.~|", "a~.~|", "a~|.|", "a~|.~", "a~|.", "a~|.~@|", "a~|@.~|", ".|", "..~|", ".~~|", "a.~|"
            })
    void nothingElseEndsIt(String input) {
        var read = new Reading();
        read.take(bytes(input), 0, input.length());
        assertFalse(read.unstuffer.ended());
    }

    @Test
    void whatWasStuffedComesBack() {
        var seed = 20261123L;
        var random = new Random(seed);
        var alphabet = bytes("~|~|..ab@");
        for (int round = 0; round < 20_000; round++) {
            var lines = new ByteArrayOutputStream();
            for (int i = random.nextInt(12); i > 0; i--) {
                lines.write(alphabet[random.nextInt(alphabet.length)]);
            }
            lines.writeBytes(bytes("~|"));
            var body = lines.toByteArray();
            var sent = text(body).replace("~|.", "~|..");
            sent = (sent.startsWith(".") ? "." : "") + sent + ".~|";
            var read = new Reading();
            int split = random.nextInt(sent.length());
            read.take(bytes(sent), 0, split);
            read.take(bytes(sent), split, sent.length());
            assertArrayEquals(body, read.body.toByteArray(), "seed " + seed + " round " + round + ": " + sent);
        }
    }

    private static byte[] bytes(String text) {
        return text.replace('~', '\r').replace('|', '\n').replace('@', '\0').getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .replace('\r', '~')
                .replace('\n', '|')
                .replace('\0', '@');
    }

    private static final class Reading {
        final DotUnstuffer unstuffer = new DotUnstuffer();
        final ByteArrayOutputStream body = new ByteArrayOutputStream();

        /// @return how many bytes were left after the end
        int take(byte[] bytes, int from, int to) {
            var out = new byte[to - from + 1];
            int length = unstuffer.unstuff(bytes, from, to, out);
            body.write(out, 0, length);
            return to - from - unstuffer.consumed();
        }
    }
}
