package org.posthorn.common.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmailAddressTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '\0', textBlock = """
        alice@example.org => alice => example.org
        Alice@Example.ORG => Alice => example.org
        a.b+c@x => a.b+c => x
        !#$%&'*+-/=?^_`{|}~@x => !#$%&'*+-/=?^_`{|}~ => x
        "a b"@x => a b => x
        "a\\"b\\\\"@x => a"b\\ => x
        "alice"@x => alice => x
        jörg@müller.example => jörg => xn--mller-kva.example
        a@MÜLLER.example => a => xn--mller-kva.example
        a@faß.de => a => xn--fa-hia.de
        a@例え。テスト => a => xn--r8jz45g.xn--zckzah
        a@xn--mller-kva.example => a => xn--mller-kva.example
        a@[192.0.2.1] => a => [192.0.2.1]
        a@[ipv6:2001:DB8::1] => a => [IPv6:2001:db8::1]
        """)
    void isRead(String text, String local, String domain) {
        assertEquals(new EmailAddress(local, domain), EmailAddress.parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '\0', textBlock = """
        alice => there is no @ and no domain after the local part (character 6)
        alice@ => there is no domain after the @ (character 7)
        @x => there is nothing before the @ (character 1)
        a b@x => a space can't stand in a local part without quotes (character 2)
        .a@x => the local part begins with a dot (character 1)
        a..b@x => two dots stand together (character 3)
        a.@x => the local part ends with a dot (character 2)
        "a@x => the quoted local part has no closing quote (character 5)
        "a"b@x => an @ must follow the closing quote, not 'b' (character 4)
        a@b_c => '_' can't stand in a domain (character 4)
        a@b@c => '@' can't stand in a domain (character 4)
        a@-b => a domain's label can't begin or end with a hyphen (character 3)
        a@b- => a domain's label can't begin or end with a hyphen (character 4)
        a@b..c => two dots stand together in the domain (character 5)
        a@b. => the domain ends with a dot (character 5)
        a@.b => the domain begins with a dot (character 3)
        a@[1.2.3.256] => an address literal is [IPv4 address] or [IPv6:address] (character 4)
        a@[IPv6:1::2::3] => this is no IPv6 address: 1::2::3 (character 9)
        a@[1.2.3.4 => the address literal has no closing bracket at its end (character 11)
        a@ex☺mple => U+263A can't stand here in a domain (character 3)
        """)
    void isRefusedWithAPlace(String text, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> EmailAddress.parse(text))
                        .getMessage());
        assertEquals(Optional.empty(), EmailAddress.tryParse(text));
    }

    @Test
    void lengths() {
        var local = "l".repeat(252);
        assertTrue(EmailAddress.tryParse(local + "@x").isPresent());
        assertFalse(EmailAddress.tryParse(local + "l@x").isPresent());
        assertFalse(EmailAddress.tryParse("ö".repeat(127) + "@x").isPresent());
        assertTrue(EmailAddress.tryParse("a@" + "d".repeat(63) + ".x").isPresent());
        assertFalse(EmailAddress.tryParse("a@" + "d".repeat(64) + ".x").isPresent());
        var domain = ("d".repeat(61) + ".").repeat(4) + "dddd";
        assertEquals(252, domain.length());
        assertTrue(EmailAddress.tryParse("a@" + domain).isPresent());
        assertFalse(EmailAddress.tryParse("ab@" + domain).isPresent());
    }

    @Test
    void isWrittenAsSmtpWantsIt() {
        assertEquals("alice@x", EmailAddress.parse("\"alice\"@X").toString());
        assertEquals("\"a b\"@x", new EmailAddress("a b", "x").toString());
        assertEquals("\"a\\\"\\\\b\"@x", new EmailAddress("a\"\\b", "x").toString());
        assertEquals("\"\"@x", new EmailAddress("", "x").toString());
        assertEquals("\"a..b\"@x", new EmailAddress("a..b", "x").toString());
    }

    @Test
    void partsThatCouldNotStandInAnAddressAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new EmailAddress("a\r\nRCPT", "x"));
        assertThrows(IllegalArgumentException.class, () -> new EmailAddress("a\ud800", "x"));
        assertThrows(IllegalArgumentException.class, () -> new EmailAddress("a", "X"));
        assertThrows(IllegalArgumentException.class, () -> new EmailAddress("a", "b c"));
        assertThrows(IllegalArgumentException.class, () -> new EmailAddress("a", "ü.de"));
    }

    @Test
    void tagsAndCanonicalForm() {
        assertEquals("alice@x", EmailAddress.parse("alice+news@x").withoutTag().toString());
        assertEquals("alice@x", EmailAddress.parse("alice+a+b@x").withoutTag().toString());
        assertEquals("+a@x", EmailAddress.parse("+a@x").withoutTag().toString());
        assertEquals("alice@x", EmailAddress.parse("ALICE@X").canonical().toString());
        assertEquals(
                EmailAddress.parse("jo\u0308rg@x").canonical(),
                EmailAddress.parse("J\u00d6RG@x").canonical());
    }

    @Test
    void needsUtf8OnlyForItsLocalPart() {
        assertFalse(EmailAddress.parse("a@müller.de").needsUtf8());
        assertTrue(EmailAddress.parse("ä@x.de").needsUtf8());
    }

    @Test
    void domainsForPeople() {
        assertEquals("müller.example", DomainName.toUnicode("xn--mller-kva.example"));
        assertEquals("xn--.example", DomainName.toUnicode("xn--.example"));
        assertEquals("xn--a", DomainName.toUnicode("xn--a"));
    }
}
