package org.posthorn.imap.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.LiteralSource;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.Uids;

class SearchEvaluatorTest {
    @TempDir
    Path folder;

    @TempDir
    static Path shared;

    private static Shelf filled;

    @BeforeAll
    static void open() throws Exception {
        filled = new Shelf(shared);
        fill(filled);
    }

    @AfterAll
    static void close() {
        filled.close();
    }

    private static String search(Shelf shelf, SelectedMailbox view, String keys) throws Exception {
        var in = new ImapParser(keys.getBytes(StandardCharsets.UTF_8), LiteralSource.NONE, Dialect.SEVEN_BIT);
        return new SearchEvaluator(shelf.account(), view, shelf.state())
                .evaluate(SearchKeys.parse(in).key())
                .toString();
    }

    private static void fill(Shelf shelf) {
        shelf.add("""
            From: Fred Foobar <foobar@example.com>
            To: =?ISO-8859-1?Q?J=FCrgen?= <juergen@example.org>
            Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe_aus?= =?UTF-8?Q?_K=C3=B6ln?=
            Date: Mon, 3 Feb 2020 23:30:00 -0800
            X-Tag: one
             two

            plain words
            """, Instant.parse("2020-02-04T07:30:00Z"), Flag.SEEN);
        String html = Base64.getMimeEncoder().encodeToString("<p>ОТПУСК im März</p>".getBytes(StandardCharsets.UTF_8));
        shelf.add("""
            From: bar@example.com
            Cc: list@example.net
            Subject: second
            Date: Tue, 4 Feb 2020 00:00:00 +0000
            Content-Type: multipart/mixed; boundary=A

            the preamble
            --A
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: base64

            %s
            --A
            Content-Type: message/rfc822

            Subject: innermost
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            Gr=FC=DFe von inn=
            en
            --A
            Content-Type: application/octet-stream; name="secret.bin"

            octets
            --A--
            """.formatted(html.replace("\r\n", "\n")), Instant.parse("2020-02-05T00:00:00Z"), Flag.of("$Work"));
        shelf.add("Bcc: hidden@example.org\n\n", Instant.parse("2020-02-05T23:59:59Z"), Flag.SEEN, Flag.DELETED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALL | 1:3",
                "2:* | 2:3",
                "UID 1,3 | 1,3",
                "SEEN | 1,3",
                "UNSEEN | 2",
                "SEEN UNDELETED | 1",
                "KEYWORD $work | 2",
                "UNKEYWORD $Work | 1,3",
                "KEYWORD none | ''",
                "OR DELETED KEYWORD $Work | 2:3",
                "NOT (OR DELETED KEYWORD $Work) | 1",
                "NEW | ''",
                "OLD | 1:3",
                "RECENT | ''",
                "BEFORE 5-Feb-2020 | 1",
                "ON 5-Feb-2020 | 2:3",
                "SINCE 4-Feb-2020 | 1:3",
                "SENTON 3-Feb-2020 | 1",
                "SENTSINCE 4-Feb-2020 | 2",
                "SENTBEFORE 1-Jan-2021 | 1:2",
                "NOT SENTBEFORE 1-Jan-2021 | 3",
                "LARGER 500 | 2",
                "SMALLER 100 | 3",
                "FROM foobar | 1",
                "FROM EXAMPLE.COM | 1:2",
                "FROM \"\" | 1:2",
                "TO \"jürgen\" | 1",
                "CC list | 2",
                "BCC HIDDEN | 3",
                "SUBJECT \"grüße aus köln\" | 1",
                "SUBJECT GRUSS | ''",
                "HEADER X-Tag \"one two\" | 1",
                "HEADER x-tag \"\" | 1",
                "HEADER X-None \"\" | ''",
                "HEADER Subject innermost | ''",
                "BODY \"PLAIN WORDS\" | 1",
                "BODY \"отпуск\" | 2",
                "BODY \"grüße von innen\" | 2",
                "BODY foobar | ''",
                "BODY innermost | ''",
                "BODY octets | ''",
                "BODY preamble | ''",
                "BODY \"\" | 1:3",
                "TEXT foobar | 1",
                "TEXT innermost | 2",
                "TEXT secret.bin | 2",
                "TEXT \"x-tag: one\" | 1",
                "TEXT hidden | 3",
                "OR FROM foobar BODY \"отпуск\" | 1:2",
                "OR SEEN TEXT innermost | 1:3",
                "OR TEXT innermost SEEN | 1:3",
                "NOT TEXT example.com | 3",
                "SEEN SINCE 5-Feb-2020 BCC hidden | 3",
                "EMAILID M0 | ''",
                "THREADID T1 | 1",
            })
    void finds(String keys, String uids) throws Exception {
        assertEquals(uids, search(filled, filled.select(), keys));
    }

    @Test
    void findsNothingThatTheClientWasNotToldOf() throws Exception {
        try (var shelf = new Shelf(folder)) {
            fill(shelf);
            var view = shelf.select();
            fill(shelf);
            shelf.account().expunge(shelf.inbox(), Uids.of(1));
            assertEquals("2:3", search(shelf, view, "ALL"));
            assertEquals("2:3", search(shelf, view, "NOT FROM foobar"));
            assertEquals("2", search(shelf, view, "2"));
        }
    }

    @Test
    void aNumberThatNoMessageHasIsAnError() throws Exception {
        try (var shelf = new Shelf(folder)) {
            fill(shelf);
            assertThrows(BadCommand.class, () -> search(shelf, shelf.select(), "DRAFT (NOT 4)"));
            assertEquals("", search(shelf, shelf.select(), "UID 4"));
        }
    }

    @Test
    void findsAcrossChunksAndBehindALongHeader() throws Exception {
        try (var shelf = new Shelf(folder)) {
            String filler = "0123456789abcdef".repeat(64) + "\n";
            var header = new StringBuilder();
            for (int i = 0; i < 400; i++) {
                header.append("X-Filler-").append(i).append(": ").append(filler);
            }
            shelf.add(
                    "Subject: big\n" + header + "X-Last: needle in header\n\n" + filler.repeat(900)
                            + "needle in body\n",
                    Instant.EPOCH);
            assertEquals("1", search(shelf, shelf.select(), "BODY cdef BODY \"needle in body\""));
            assertEquals("1", search(shelf, shelf.select(), "HEADER X-Last needle"));
            assertEquals("1", search(shelf, shelf.select(), "TEXT \"needle in header\""));
            assertEquals("", search(shelf, shelf.select(), "TEXT \"needle in nothing\""));
        }
    }
}
