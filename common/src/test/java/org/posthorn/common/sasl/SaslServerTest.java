package org.posthorn.common.sasl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.common.sasl.SaslServer.Challenge;
import org.posthorn.common.sasl.SaslServer.Malformed;
import org.posthorn.common.sasl.SaslServer.Password;

/// In responses `@` stands for NUL and `%` for the byte 0xFF.
class SaslServerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "@tim@tanstaaftanstaaf;        ''; tim;  tanstaaftanstaaf",
                "Ursel@Kurt@xipj3plmq;         Ursel; Kurt; xipj3plmq",
                "@jürgen@pässword;             ''; jürgen; pässword",
                "@a@ ;                         ''; a; ' '",
            })
    void plainSaysWho(String response, String authorizationId, String login, String password) {
        var padded = response.endsWith("@") ? response + " " : response;
        assertEquals(new Password(authorizationId, login, password), plain(bytes(padded)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'';           PLAIN needs exactly two NULs",
                "tim;          PLAIN needs exactly two NULs",
                "@tim;         PLAIN needs exactly two NULs",
                "@tim@a@b;     PLAIN needs exactly two NULs",
                "@@secret;     the login name is empty",
                "@tim@;        the password is empty",
                "@t%m@secret;  the login name is not UTF-8",
                "@tim@s%;      the password is not UTF-8",
                "%@tim@secret; the authorization identity is not UTF-8",
            })
    void plainRefuses(String response, String why) {
        assertEquals(new Malformed(why), plain(bytes(response)));
    }

    @Test
    void lengthsAreLimited() {
        assertInstanceOf(Password.class, plain(bytes("@" + "a".repeat(255) + "@" + "b".repeat(1024))));
        assertEquals(
                new Malformed("the login name is longer than 255 bytes"), plain(bytes("@" + "a".repeat(256) + "@b")));
        assertEquals(new Malformed("the password is longer than 1024 bytes"), plain(bytes("@a@" + "b".repeat(1025))));
    }

    @Test
    void plainAsksWhenNothingWasSent() {
        var exchange = SaslServer.of("plain").orElseThrow();
        assertArrayEquals(
                new byte[0],
                assertInstanceOf(Challenge.class, exchange.next(null)).bytes());
        assertEquals(new Password("", "a", "b"), exchange.next(bytes("@a@b")));
    }

    @Test
    void loginAsksForEach() {
        var exchange = SaslServer.of("LOGIN").orElseThrow();
        assertEquals("Username:", prompt(exchange.next(null)));
        assertEquals("Password:", prompt(exchange.next(bytes("tim"))));
        assertEquals(new Password("", "tim", "secret"), exchange.next(bytes("secret")));
    }

    @Test
    void loginTakesTheNameAsInitialResponse() {
        var exchange = SaslServer.of("Login").orElseThrow();
        assertEquals("Password:", prompt(exchange.next(bytes("tim"))));
        assertEquals(new Malformed("NUL is not allowed"), exchange.next(bytes("a@b")));
    }

    @Test
    void passwordsAreNotPrinted() {
        assertFalse(new Password("", "tim", "secret").toString().contains("secret"));
    }

    @Test
    void knowsWhatItAnnounces() {
        assertTrue(SaslServer.mechanisms().stream()
                .allMatch(name -> SaslServer.of(name).isPresent()));
        assertEquals(Optional.empty(), SaslServer.of("CRAM-MD5"));
    }

    private static SaslServer.Step plain(byte[] response) {
        return SaslServer.of("PLAIN").orElseThrow().next(response);
    }

    private static String prompt(SaslServer.Step step) {
        return new String(assertInstanceOf(Challenge.class, step).bytes(), StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '@' ? 0 : bytes[i] == '%' ? (byte) 0xFF : bytes[i];
        }
        return bytes;
    }
}
