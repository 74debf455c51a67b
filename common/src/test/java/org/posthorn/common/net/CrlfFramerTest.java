package org.posthorn.common.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lines of at most 8 bytes; `~` stands for CR, `|` for LF, `@` for NUL.
class CrlfFramerTest {
    private static final int LIMIT = 8;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "~|;                    ''",
                "a~|;                   a",
                "a~|b~|;                a,b",
                "12345678~|;            12345678",
                "123456789~|;           TOO_LONG",
                "123456789~|ok~|;       TOO_LONG,ok",
                "123456789|ok~|;        TOO_LONG,ok",
                "1234567890123456~|x~|; TOO_LONG,x",
                "12345678~;             none",
                "a|;                    BARE_LF",
                "|;                     BARE_LF",
                "|~|;                   'BARE_LF,'",
                "a|b~|;                 BARE_LF,b",
                "a~b~|;                 a~b",
                "a~~|;                  a~",
                "~a~|;                  ~a",
                "a@b~|;                 a@b",
                "a~|.|.~|;              a,BARE_LF,.",
                "half;                  none",
                "12345678|ok~|;         BARE_LF,ok",
            })
    void everySplitGivesTheSameLines(String input, String expected) {
        var bytes = bytes(input);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                var framed = new Framed();
                framed.arrive(bytes, 0, first);
                framed.arrive(bytes, first, second);
                framed.arrive(bytes, second, bytes.length);
                assertEquals(expected, framed.toString(), input + " split at " + first + " and " + second);
            }
        }
    }

    @Test
    void anEndlessLineIsDroppedAsItArrivesAndGivenUpOnce() {
        var framed = new Framed();
        var chunk = new byte[1000];
        int sent = 0;
        while (!framed.framer.endless()) {
            framed.arrive(chunk, 0, chunk.length);
            sent += chunk.length;
            assertEquals(0, framed.received.size());
            assertTrue(sent < 2 * CrlfFramer.LONGEST_DISCARDED);
        }
        framed.arrive(chunk, 0, chunk.length);
        assertEquals("TOO_LONG", framed.toString());
    }

    @Test
    void aLineAfterATooLongOneIsNotCountedWithIt() {
        var framed = new Framed();
        var chunk = new byte[1000];
        for (int i = 0; i < 3000; i++) {
            framed.arrive(chunk, 0, chunk.length);
            framed.arrive(bytes("~|"), 0, 2);
        }
        assertFalse(framed.framer.endless());
        assertEquals(3000, framed.lines.size());
    }

    private static byte[] bytes(String text) {
        return text.replace('~', '\r').replace('|', '\n').replace('@', '\0').getBytes(StandardCharsets.ISO_8859_1);
    }

    private static final class Framed {
        final Received received = new Received();
        final CrlfFramer framer = new CrlfFramer();
        final List<String> lines = new ArrayList<>();

        void arrive(byte[] bytes, int from, int to) {
            received.append(Unpooled.wrappedBuffer(bytes, from, to - from));
            boolean more = true;
            while (more) {
                try {
                    var line = framer.next(received, LIMIT);
                    line.ifPresent(found -> lines.add(new String(found, StandardCharsets.ISO_8859_1)
                            .replace('\r', '~')
                            .replace('\n', '|')
                            .replace('\0', '@')));
                    more = line.isPresent();
                } catch (BadLine bad) {
                    lines.add(bad.reason().name());
                }
            }
        }

        @Override
        public String toString() {
            return lines.isEmpty() ? "none" : String.join(",", lines);
        }
    }
}
