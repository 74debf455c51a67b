package org.posthorn.smtp.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The paths of RFC 5321 §4.1.2, as RCPT reads them.
class PathTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        <a@example.org>                     | a@example.org
        <A.b-c_d+e=f@EXAMPLE.org>           | A.b-c_d+e=f@example.org
        <!#$%&'*+-/=?^_{}~@example.org>     | !#$%&'*+-/=?^_{}~@example.org
        <"a"@example.org>                   | a@example.org
        <"a b"@example.org>                 | "a b"@example.org
        <"a>b"@example.org>                 | "a>b"@example.org
        <"a\\">b"@example.org>              | "a\\">b"@example.org
        <"a@b"@example.org>                 | "a@b"@example.org
        <a@[192.0.2.1]>                     | a@[192.0.2.1]
        <a@[IPv6:2001:db8::1]>              | a@[IPv6:2001:db8::1]
        <@r.example:a@example.org>          | a@example.org
        <@r.example,@s.example:a@b.example> | a@b.example
        <jürgen@example.org>                | jürgen@example.org
        <a@bücher.example>                  | a@xn--bcher-kva.example
        """)
    void isRead(String path, String expected) throws BadCommand {
        var rcpt = (Rcpt) Command.parse(("RCPT TO:" + path).getBytes(StandardCharsets.UTF_8));
        assertEquals(
                expected.toLowerCase(),
                rcpt.to().mailbox().orElseThrow().toString().toLowerCase());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a@example.org",
                "<a@example.org",
                "a@example.org>",
                "<>",
                "<a>",
                "<@example.org>",
                "<a@>",
                "<a@@example.org>",
                "<a b@example.org>",
                "<.a@example.org>",
                "<a.@example.org>",
                "<a..b@example.org>",
                "<a@.example.org>",
                "<a@example..org>",
                "<a@-example.org>",
                "<a@exa mple.org>",
                "<\"a@example.org>",
                "<\"a\"b@example.org>",
                "<a@[300.0.2.1]>",
                "<a@[192.0.2.1>",
                "<@r.example;a@example.org>",
                "<@r.example:@s.example:a@b.example>",
                "<a@example.org>>",
                "<<a@example.org>",
                "<a@example.org>x"
            })
    void isRefused(String path) {
        var refusal = assertThrows(
                BadCommand.class, () -> Command.parse(("RCPT TO:" + path).getBytes(StandardCharsets.UTF_8)));
        assertEquals(501, refusal.reply().code());
    }
}
