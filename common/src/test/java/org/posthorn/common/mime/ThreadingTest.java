package org.posthorn.common.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
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
