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
                "RE: re: Fwd: FW: hello | hello | true",
                "Re : hello | hello | true",
                "Re\t: hello | hello | true",
                "Re [a] [b]: hello | Re [a] [b]: hello | false", // no more than one blob
                "[a][b] [c]hello | hello | false",
                "[a] [b] | [b] | false", // the last one is left, lest there be nothing
                "[a] Re: [b] | [b] | true",
                "hello (fwd) | hello | true",
                "hello(fwd)(FWD) | hello | true",
                "(fwd) | `` | true",
                "hello (fwd) there | hello (fwd) there | false",
                "hello Re: there | hello Re: there | false",
                "[fwd: hello | [fwd: hello | false",
                "[fwd: hello] there | there | false", // a blob, since it does not end the subject
                "[Fwd: [Fwd: hello]] | hello | true",
                "[fwd:] | `` | true",
                "Re: [fwd: Re: hello (fwd)] (fwd) | hello | true",
                "Fwd: [Fwd: [list] Re: hello] | hello | true",
                "Aw: hello | Aw: hello | false", // RFC 5256 §7: no translations
                "Reply: hello | Reply: hello | false",
                "Re hello | Re hello | false",
                "fwwd: hello | fwwd: hello | false",
                "=?utf-8?q?[list]_Re:_?= hello | hello | true",
                "[] hello | hello | false",
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
