package org.posthorn.pop3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What goes over the wire for a message, and for its first lines. `~` is CR LF, `/` CR and `\` LF.
class DotStuffingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
        a~     | a~
        a      | a~
        .      | ..~
        .~     | ..~
        ..~.   | ...~..~
        a~.b~  | a~..b~
        a.b~   | a.b~
        a\\.b~ | a\\.b~
        a/.b~  | a/.b~
        a/     | a/~
        a\\    | a\\~
        a/~.   | a/~..~
        \\.~   | \\.~
        ~~.~   | ~~..~
        """)
    void onlyADotBehindCrlfIsDoubled(String message, String wire) throws Exception {
        var bytes = bytes(message);
        for (int split = 0; split <= bytes.length; split++) {
            var out = new Written();
            var stuffing = new DotStuffing(out);
            stuffing.write(ByteBuffer.wrap(bytes, 0, split));
            stuffing.write(ByteBuffer.wrap(bytes, split, bytes.length - split));
            stuffing.endLine();
            assertEquals(wire, text(out), "split at " + split);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        A: b~~x~y~z~      | 0 | A: b~~
        A: b~~x~y~z~      | 1 | A: b~~x~
        A: b~~x~y~z~      | 2 | A: b~~x~y~
        A: b~~x~y~z~      | 9 | A: b~~x~y~z~
        A: b~~~~x~        | 1 | A: b~~~
        ~x~y~             | 0 | ~
        A: b~ c~~x~       | 0 | A: b~ c~~
        A: b~             | 0 | A: b~
        A: b\\\\x~~y~z~   | 0 | A: b\\\\x~~
        A: b~/~x~~y~      | 0 | A: b~/~x~~
        A: b~~x\\y~z~     | 1 | A: b~~x\\y~
        """)
    void topCountsTheLinesOfTheBody(String message, long lines, String expected) {
        var bytes = bytes(message);
        for (int split = 0; split <= bytes.length; split++) {
            var limit = new LineLimit(lines);
            var first = ByteBuffer.wrap(bytes, 0, split);
            limit.cut(first);
            var second = ByteBuffer.wrap(bytes, split, bytes.length - split);
            limit.cut(second);
            var text = new String(bytes, 0, first.remaining(), StandardCharsets.US_ASCII)
                    + new String(bytes, split, second.remaining(), StandardCharsets.US_ASCII);
            assertEquals(new String(bytes(expected), StandardCharsets.US_ASCII), text, "split at " + split);
        }
    }

    private static byte[] bytes(String text) {
        return text.replace("~", "\r\n").replace('/', '\r').replace('\\', '\n').getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(Written out) {
        return out.toString().replace("\r\n", "~").replace('\r', '/').replace('\n', '\\');
    }
}
