package org.posthorn.storage.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.storage.Refused;

class MailboxNameTest {

    @ParameterizedTest
    @CsvSource({"inbox,INBOX", "Inbox/a,INBOX/a", "INBOXES,INBOXES", "a/inbox,a/inbox", "Archive/2026,Archive/2026"})
    void inboxIsOneInAnyCase(String text, String name) {
        assertEquals(name, MailboxName.of(text).text());
    }

    @Test
    void spellingsOfOneTextAreOneName() {
        assertEquals(MailboxName.of("Entw\u00fcrfe"), MailboxName.of("Entwu\u0308rfe"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a//b", "/a", "a/", "a\u0000b", "a\nb", "a\u007f", "\ud800", "a\u2028b"})
    void refusesWhatIsNoName(String text) {
        assertEquals(
                Refused.Why.FORBIDDEN,
                assertThrows(Refused.class, () -> MailboxName.of(text)).why());
    }

    @Test
    void isBounded() {
        MailboxName.of("\u00fc".repeat(500));
        assertThrows(Refused.class, () -> MailboxName.of("\u00fc".repeat(501)));
        MailboxName.of("a/".repeat(31) + "a");
        assertThrows(Refused.class, () -> MailboxName.of("a/".repeat(32) + "a"));
    }

    @Test
    void knowsItsPlace() {
        assertEquals("a/b", MailboxName.of("a/b/c").parent().orElseThrow().text());
        assertTrue(MailboxName.of("a").parent().isEmpty());
        assertTrue(MailboxName.of("a").isAbove(MailboxName.of("a/b")));
        assertTrue(!MailboxName.of("a").isAbove(MailboxName.of("ab/c")));
    }
}
