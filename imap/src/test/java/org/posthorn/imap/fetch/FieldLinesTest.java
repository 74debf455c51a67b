package org.posthorn.imap.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.storage.message.Slice;

/// Fields of a header in memory are the same ones as those of a header that comes in chunks.
class FieldLinesTest {
    private static final String SEED = "Subject: s\r\nFrom : a\r\n\tb\r\nX: 1\r\nno field\r\n: x\r\nfrom:\r\n\r\n";
    private static final String ALPHABET = "\r\n\t :FfromX\0\u00e4\u007f";

    @Test
    void findsWhatTheFilterLetsPass() throws Exception {
        var random = new Random(20_261_123);
        var names = List.of("FROM", "x", "Absent");
        var wanted = new FieldLines(names, false);
        var others = new FieldLines(names, true);
        for (int i = 0; i < 20_000; i++) {
            var header = new StringBuilder(SEED);
            if (i % 100 == 0) {
                header.insert(0, "F".repeat(random.nextInt(254, 259)) + ":\r\n");
            }
            for (int n = random.nextInt(6); n > 0; n--) {
                int at = random.nextInt(header.length());
                char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                if (random.nextBoolean()) {
                    header.insert(at, c);
                } else {
                    header.setCharAt(at, c);
                }
            }
            byte[] bytes = ("before" + header + "behind").getBytes(StandardCharsets.ISO_8859_1);
            var slice = new Slice(bytes, 6, bytes.length - 6);
            assertEquals(filtered(names, false, slice), found(wanted, slice), header::toString);
            assertEquals(filtered(names, true, slice), found(others, slice), header::toString);
        }
    }

    private static String filtered(List<String> names, boolean others, Slice header) throws Exception {
        var out = new Written();
        var filter = new FieldFilter(names, others, out::bytes);
        filter.accept(ByteBuffer.wrap(header.bytes(), header.from(), header.length()));
        filter.finish();
        return out.toString();
    }

    private static String found(FieldLines lines, Slice header) throws Exception {
        lines.select(header);
        var line = new LineBuffer();
        lines.write(line);
        var out = new Written();
        line.write(new ImapEncoder(out, Dialect.SEVEN_BIT));
        return new ClientGrammar(out.toString()).literal();
    }
}
