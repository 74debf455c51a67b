package org.posthorn.imap.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.LiteralSource;

class FetchItemsTest {
    private static FetchItems parse(String text) throws Exception {
        var in = new ImapParser(text.getBytes(StandardCharsets.ISO_8859_1), LiteralSource.NONE, Dialect.SEVEN_BIT);
        var items = FetchItems.parse(in);
        in.end();
        return items;
    }

    private static String labels(FetchItems items) {
        return items.items().stream().map(FetchItem::label).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALL | FLAGS INTERNALDATE RFC822.SIZE ENVELOPE | false",
                "fast | FLAGS INTERNALDATE RFC822.SIZE | false",
                "Full | FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY | false",
                "UID | UID | false",
                "(uid flags UID) | UID FLAGS | false",
                "(BODY BODYSTRUCTURE) | BODY BODYSTRUCTURE | false",
                "BODY[] | BODY[] | true",
                "body.peek[] | BODY[] | false",
                "BODY[TEXT]<0.2048> | BODY[TEXT]<0> | true",
                "BODY.PEEK[4.2.2.1.mime] | BODY[4.2.2.1.MIME] | false",
                "BODY[1] | BODY[1] | true",
                "BODY.PEEK[1.HEADER] | BODY[1.HEADER] | false",
                "(FLAGS BODY[HEADER.FIELDS (DATE FROM)]) | FLAGS BODY[HEADER.FIELDS (DATE FROM)] | true",
                "BODY.PEEK[header.fields.not (\"X-Y\" \"a b\" \"\")] | BODY[HEADER.FIELDS.NOT (X-Y \"a b\" \"\")] |"
                        + " false",
                "BODY.PEEK[]<9223372036854775807.1> | BODY[]<9223372036854775807> | false",
                "RFC822 | RFC822 | true",
                "(RFC822.HEADER RFC822.SIZE) | RFC822.HEADER RFC822.SIZE | false",
                "RFC822.TEXT | RFC822.TEXT | true",
                "BINARY[1.2]<5.10> | BINARY[1.2]<5> | true",
                "BINARY.PEEK[] | BINARY[] | false",
                "BINARY.SIZE[3] | BINARY.SIZE[3] | false",
                "(FLAGS MODSEQ) | FLAGS MODSEQ | false",
                "(EMAILID THREADID SAVEDATE) | EMAILID THREADID SAVEDATE | false",
            })
    void reads(String text, String labels, boolean marksSeen) throws Exception {
        var items = parse(text);
        assertEquals(labels, labels(items));
        assertEquals(marksSeen, items.marksSeen());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "()",
                "(FLAGS",
                "FLAGS UID",
                "(ALL)",
                "(FLAGS FAST)",
                "FROB",
                "BODY[",
                "BODY[]]",
                "BODY.PEEK",
                "BODY[0]",
                "BODY[1.]",
                "BODY[.1]",
                "BODY[1..2]",
                "BODY[MIME]",
                "BODY[HEADER.FIELDS]",
                "BODY[HEADER.FIELDS ()]",
                "BODY[HEADER.FIELDS (A]",
                "BODY[HEADER.FIELDS (\"\u00e4\")]",
                "BODY[TEXT.1]",
                "BODY[]<0>",
                "BODY[]<0.0>",
                "BODY[]<-1.5>",
                "BODY[]<0.1",
                "BINARY[TEXT]",
                "BINARY.SIZE[1]<0.1>",
                "BINARY",
                "(FLAGS  UID)",
                "( FLAGS)",
                "BODY[4294967296]",
                "RFC822.PEEK"
            })
    void refuses(String text) {
        assertThrows(BadCommand.class, () -> parse(text));
    }

    @Test
    void uidGoesInFrontOnce() throws Exception {
        assertEquals("UID FLAGS", labels(parse("FLAGS").withUid()));
        assertEquals("UID FLAGS", labels(parse("(FLAGS UID)").withUid()));
    }

    @Test
    void nothingButBadCommandComesOut() throws Exception {
        var random = new Random(20_261_123);
        String[] pieces = {
            "BODY",
            ".PEEK",
            "[",
            "]",
            "<",
            ">",
            "1",
            ".",
            "HEADER",
            ".FIELDS",
            ".NOT",
            " ",
            "(",
            ")",
            "TEXT",
            "MIME",
            "\"a\"",
            "BINARY",
            ".SIZE",
            "RFC822",
            "FLAGS",
            "0",
            "99999999999999999999",
            "{3}",
            "\\",
            "\0",
            "\u00ff"
        };
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(random.nextBoolean() ? "BODY[" : "");
            for (int n = random.nextInt(12); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                labels(parse(text.toString()));
                read++;
            } catch (BadCommand refused) {
                // the only way to fail
            }
        }
        assertEquals(true, read > 100, "some of it is right");
    }
}
