package org.posthorn.imap.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.LiteralSource;
import org.posthorn.imap.search.SearchKey.When;
import org.posthorn.storage.mailbox.Flag;

class SearchKeysTest {
    private static SearchKeys parse(byte[] text) throws Exception {
        var in = new ImapParser(text, LiteralSource.NONE, Dialect.SEVEN_BIT);
        var keys = SearchKeys.parse(in);
        in.end();
        return keys;
    }

    private static SearchKey key(String text) throws Exception {
        return parse(text.getBytes(StandardCharsets.UTF_8)).key();
    }

    @Test
    void readsRfcExample() throws Exception {
        assertEquals(
                new SearchKey.And(List.of(
                        new SearchKey.Flagged(Flag.FLAGGED),
                        new SearchKey.Received(When.SINCE, LocalDate.of(1994, 2, 1)),
                        new SearchKey.Not(new SearchKey.InEnvelope(SearchKey.Field.FROM, "Smith")))),
                key("FLAGGED SINCE 1-Feb-1994 NOT FROM \"Smith\""));
    }

    @Test
    void readsNestedKeys() throws Exception {
        assertEquals(
                new SearchKey.Or(
                        new SearchKey.And(List.of(new SearchKey.Larger(5), new SearchKey.Smaller(9))),
                        new SearchKey.Not(new SearchKey.Not(new SearchKey.Body("x y")))),
                key("or (larger 5 smaller 9) not not body \"x y\""));
        assertEquals(new SearchKey.Header("List-Id", ""), key("HEADER List-Id \"\""));
        assertEquals(new SearchKey.Flagged(Flag.of("$Junk")), key("KEYWORD $Junk"));
        assertEquals(new SearchKey.Not(new SearchKey.Flagged(Flag.SEEN)), key("((UNSEEN))"));
        assertEquals(new SearchKey.Sent(When.ON, LocalDate.of(2002, 8, 22)), key("SENTON \"22-Aug-2002\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "*",
                "2:4,7:*",
                "$",
                "UID 5:*",
                "UID $",
                "ALL",
                "ANSWERED",
                "BCC a",
                "BEFORE 1-Jan-2020",
                "BODY a",
                "CC a",
                "DELETED",
                "DRAFT",
                "FLAGGED",
                "FROM a",
                "HEADER X a",
                "KEYWORD a",
                "LARGER 0",
                "NEW",
                "NOT ALL",
                "OLD",
                "ON 1-Jan-2020",
                "OR ALL ALL",
                "RECENT",
                "SEEN",
                "SENTBEFORE 1-Jan-2020",
                "SENTON 1-Jan-2020",
                "SENTSINCE 1-Jan-2020",
                "SINCE 1-Jan-2020",
                "SMALLER 9223372036854775807",
                "SUBJECT a",
                "TEXT a",
                "TO a",
                "UNANSWERED",
                "UNDELETED",
                "UNDRAFT",
                "UNFLAGGED",
                "UNKEYWORD a",
                "UNSEEN",
                "MODSEQ 0",
                "MODSEQ \"/flags/\\\\draft\" all 620162338",
                "MODSEQ \"/flags/$Work\" priv 9223372036854775807",
                "EMAILID M1",
                "THREADID T1",
                "CHARSET UTF-8 ALL",
                "CHARSET \"us-ascii\" (ALL)"
            })
    void readsEveryKey(String text) throws Exception {
        assertEquals(
                Optional.empty(), parse(text.getBytes(StandardCharsets.UTF_8)).unknownCharset());
        assertEquals(
                new SearchKey.Not(key(text.replaceFirst("CHARSET \\S+ ", ""))),
                key("NOT " + text.replaceFirst("CHARSET \\S+ ", "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ALL",
                "ALL ",
                "ALL  SEEN",
                "()",
                "(ALL",
                "ALL)",
                "FROB",
                "BODY",
                "BODY ",
                "BODY (",
                "MODSEQ",
                "MODSEQ x",
                "MODSEQ 9223372036854775808",
                "MODSEQ \"/flags/a\" 1",
                "MODSEQ \"/flags/a\" none 1",
                "MODSEQ \"a\" all 1",
                "OR ALL",
                "NOT",
                "HEADER X",
                "LARGER x",
                "LARGER -1",
                "ON 31-Feb-2020",
                "ON 1-1-2020",
                "UID",
                "UID x",
                "0",
                "KEYWORD",
                "CHARSET",
                "CHARSET UTF-8",
                "UN",
                "UNALL",
                "UNOLD",
                "SEEN1",
                "BODY \"a",
                "SENTON 1-Jan-20"
            })
    void refuses(String text) {
        assertThrows(BadCommand.class, () -> key(text));
    }

    @Test
    void readsTextInItsCharset() throws Exception {
        byte[] koi8 = "CHARSET KOI8-R SUBJECT \"отпуск\"".getBytes(Charset.forName("KOI8-R"));
        assertEquals(
                new SearchKey.InEnvelope(SearchKey.Field.SUBJECT, "отпуск"),
                parse(koi8).key());
        assertEquals(new SearchKey.Text("мать"), key("CHARSET UTF-8 TEXT \"мать\""));
        assertEquals(new SearchKey.Text("мать"), key("TEXT \"мать\""));
        byte[] broken = "CHARSET UTF-8 TEXT \"\u00ff\"".getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(BadCommand.class, () -> parse(broken));
        byte[] unnamed = "TEXT \"\u00ff\"".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(new SearchKey.Text("\u00ff"), parse(unnamed).key());
    }

    @Test
    void tellsCharsetsThatItCannotRead() throws Exception {
        byte[] text = "CHARSET x-none TEXT \"\u00ff\"".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(Optional.of("x-none"), parse(text).unknownCharset());
        assertEquals(
                Optional.of("("),
                parse("CHARSET \"(\" ALL".getBytes(StandardCharsets.UTF_8)).unknownCharset());
        byte[] wrong = "CHARSET x-none FROB".getBytes(StandardCharsets.UTF_8);
        assertThrows(BadCommand.class, () -> parse(wrong));
    }

    @Test
    void nestingIsBounded() throws Exception {
        assertTrue(key("NOT ".repeat(60) + "ALL") instanceof SearchKey.Not);
        assertThrows(BadCommand.class, () -> key("NOT ".repeat(10_000) + "ALL"));
        assertThrows(BadCommand.class, () -> key("(".repeat(10_000) + "ALL"));
        assertThrows(BadCommand.class, () -> key("OR ".repeat(10_000) + "ALL"));
    }

    @Test
    void nothingButBadCommandComesOut() throws Exception {
        var random = new Random(20_261_123);
        String[] pieces = {
            "ALL",
            "NOT",
            "OR",
            "(",
            ")",
            " ",
            " ",
            " ",
            "BODY",
            "\"a\"",
            "UID",
            "1:*",
            "$",
            "CHARSET",
            "utf-8",
            "HEADER",
            "SINCE",
            "1-Jan-2020",
            "{3}",
            "\0",
            "\u00ff",
            "LARGER",
            "99999999999999999999",
            "KEYWORD",
            "\\Seen",
            "*"
        };
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(10); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                parse(text.toString().getBytes(StandardCharsets.ISO_8859_1));
                read++;
            } catch (BadCommand refused) {
                // the only way to fail
            }
        }
        assertTrue(read > 100, "some of it is right");
    }
}
