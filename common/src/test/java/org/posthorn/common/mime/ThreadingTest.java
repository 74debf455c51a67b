package org.posthorn.common.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What sorting and threading read from header fields.
class ThreadingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello | hello | false",
                "Re: hello | hello | true",
                "RE : [list]  hello (fwd) (FWD)  | hello | true",
                "[list] Re: [other] Fw: hello | hello | true",
                "fwd [x]: hello | hello | true",
                "Re[2]: hello | hello | true",
                "[list] hello | hello | false",
                "[list] | [list] | false",
                "Re: [list] | [list] | true",
                "[fwd: hello] | hello | true",
                "[fwd: Re: [list] hello (fwd)] | hello | true",
                "Report | Report | false",
                "`  a \t\t b  ` | a b | false",
                "=?utf-8?q?Re=3A_gr=C3=BCn?= | grün | true",
                "Re: | `` | true",
                "`` | `` | false",
                "[[a] b | [[a] b | false",
            })
    void baseSubjectIsWithoutWhatMailersAdd(String subject, String base, boolean replyOrForward) {
        assertEquals(new BaseSubject(base, replyOrForward), BaseSubject.of(subject));
    }

    /// A subject made to be slow costs no more than one of a thousand characters.
    @Test
    void hostileSubjectsEnd() {
        assertEquals("r", BaseSubject.of("re:".repeat(100_000)).text()); // the last one is cut
        assertEquals("[a]", BaseSubject.of("[a]".repeat(300)).text());
        assertEquals(1_000, BaseSubject.of("[".repeat(100_000)).text().length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 31 Dec 2000 16:01:33 -0800 | 2001-01-01T00:01:33Z",
                "31 Dec 2000 16:01 +0230 | 2000-12-31T13:31:00Z",
                "Mon, 23 Nov 26 10:00:00 GMT | 2026-11-23T10:00:00Z",
                "Mon, 23 Nov 1998 10:00:00 EST (comment) | 1998-11-23T15:00:00Z",
                "Mon, 23 Nov 1998 10:00:00 PDT | 1998-11-23T17:00:00Z",
                "Mon, 23 Nov 98 23:59:60 | 1998-11-23T23:59:59Z",
                "23 Nov 1998 10:00:00 +9999 | 1998-11-23T10:00:00Z",
                "23 Nov 1998 10:00:00 J | 1998-11-23T10:00:00Z",
                "23 Nov 1998 25:00:00 -0100 | 1998-11-23T01:00:00Z",
                "23-Nov-1998 | 1998-11-23T00:00:00Z",
            })
    void sentDateIsNormalizedToUtc(String field, Instant sent) {
        assertEquals(Optional.of(sent), MailDate.parse(field));
    }

    @ParameterizedTest
    @CsvSource({"''", "yesterday", "31 Feb 2020 10:00:00 +0000", "1 Foo 2020", "99999999999999999999"})
    void whatIsNoDayIsNoDate(String field) {
        assertEquals(Optional.empty(), MailDate.parse(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<a@x> | a@x",
                "<a@x> (was: <b@y>)<c@z> | a@x b@y c@z",
                "<\"01KF8JCEOCBS0045PS\"@xxx.yyy.com> | 01KF8JCEOCBS0045PS@xxx.yyy.com",
                "<\"a\\>b\"@x> | a>b@x",
                "< a @ x > | a@x",
                "<a@x <b@y> | a@x b@y",
                "alice@example.org, <no-at> <@x> <> < |",
            })
    void messageIdsHaveOneForm(String field, String ids) {
        assertEquals(ids == null ? List.of() : List.of(ids.split(" ")), MessageIds.parse(field));
    }

    @Test
    void hostileIdsAreNone() {
        assertEquals(List.of(), MessageIds.parse("<" + "a".repeat(2_000) + "@x>"));
        assertEquals(List.of(), MessageIds.parse("<".repeat(100_000)));
        assertEquals(List.of(), MessageIds.parse("<\"".repeat(10_001)));
    }
}
