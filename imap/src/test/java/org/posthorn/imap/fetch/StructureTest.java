package org.posthorn.imap.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.Dialect;

/// ENVELOPE and BODYSTRUCTURE of mail made by hand.
class StructureTest {
    private static String envelope(byte[] mail) throws PeerGone {
        return Wire.envelope(MailVectors.parse(mail), Dialect.SEVEN_BIT);
    }

    private static String structure(byte[] mail, boolean extended) throws PeerGone {
        return Wire.structure(MailVectors.parse(mail), extended, Dialect.SEVEN_BIT);
    }

    private static byte[] bytes(String mail) {
        return mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void envelopeHasItsDefaults() throws Exception {
        assertEquals(
                "(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev2 WG mtg summary and minutes\""
                        + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
                        + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
                        + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
                        + " ((NIL NIL \"imap\" \"cac.washington.edu\"))"
                        + " ((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\"))"
                        + " NIL NIL \"<B27397-0100000@cac.washington.ed>\")",
                envelope(bytes("""
                    Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)
                    From: Terry Gray <gray@cac.washington.edu>
                    Subject: IMAP4rev2 WG mtg summary and minutes
                    To: imap@cac.washington.edu
                    cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>
                    Message-Id: <B27397-0100000@cac.washington.ed>

                    """))); // RFC 9051 §8's example
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "X: | (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)",
                "Subject: | (NIL \"\" NIL NIL NIL NIL NIL NIL NIL NIL)",
                "Subject: a \"b\" \\c | (NIL \"a \\\"b\\\" \\\\c\" NIL NIL NIL NIL NIL NIL NIL NIL)",
                "Subject: NIL | (NIL \"NIL\" NIL NIL NIL NIL NIL NIL NIL NIL)",
                "Subject: grün | (NIL \"=?UTF-8?B?Z3LDvG4=?=\" NIL NIL NIL NIL NIL NIL NIL NIL)",
                "To: A: a@x, b@y; | (NIL NIL NIL NIL NIL ((NIL NIL \"A\" NIL)(NIL NIL \"a\" \"x\")(NIL NIL \"b\""
                        + " \"y\")(NIL NIL NIL NIL)) NIL NIL NIL NIL)",
                "To: A: a@x | (NIL NIL NIL NIL NIL ((NIL NIL \"A\" NIL)(NIL NIL \"a\" \"x\")(NIL NIL NIL NIL)) NIL NIL"
                        + " NIL NIL)",
                "To: root | (NIL NIL NIL NIL NIL ((NIL NIL \"root\" \"MISSING_DOMAIN\")) NIL NIL NIL NIL)",
                "Message-ID: <ä@x> | (NIL NIL NIL NIL NIL NIL NIL NIL NIL {6}/<\u00c3\u00a4@x>)",
            })
    void envelopeOf(String field, String expected) throws Exception {
        assertEquals(expected, envelope(bytes(field + "\n\n")).replace("\r\n", "/"));
    }

    @Test
    void structureHasExtensionsInOrder() throws Exception {
        byte[] mail = bytes("""
            Content-Type: text/html; charset=utf-8; name="ä.html"
            Content-ID: <1@x>
            Content-Description: what
            Content-Transfer-Encoding: Quoted-Printable
            Content-MD5: Q2hlY2s=
            Content-Disposition: attachment; filename*=UTF-8''%E2%82%AC.html
            Content-Language: de, en
            Content-Location: http://x/

            hi
            """);
        assertEquals(
                "(\"TEXT\" \"HTML\" (\"CHARSET\" \"utf-8\" \"NAME*\" \"UTF-8''%C3%A4.html\") \"<1@x>\" \"what\""
                        + " \"QUOTED-PRINTABLE\" 4 1 \"Q2hlY2s=\""
                        + " (\"ATTACHMENT\" (\"FILENAME*\" \"UTF-8''%E2%82%AC.html\")) (\"de\" \"en\") \"http://x/\")",
                structure(mail, true));
    }

    @Test
    void messageWithinHasEnvelopeBodyAndLines() throws Exception {
        assertEquals(
                "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 20 (NIL \"in\" NIL NIL NIL NIL NIL NIL NIL NIL)"
                        + " (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 5 1) 3)",
                structure(bytes("Content-Type: message/rfc822\n\nSubject: in\n\nabc\n"), false));
    }

    /// Whatever the mail is like, a client can read what is said of it.
    @Test
    void brokenMailIsStillGrammar() throws Exception {
        var random = new Random(20_261_123);
        String[] seeds = {
            "From: =?x?q?=C3=A4?= \"a\\\"b\" <a@b>, G: c@d, (co(mm)ent) e@f;\r\n"
                    + "To: @r,@s:g@h\r\n"
                    + "Subject: \u00fc\"\\\r\n",
            "Content-Type: multipart/mixed; boundary=\"b\"; x*0*=utf-8''%41; x*1=\"\u00ff\"\r\n\r\n--b\r\n"
                    + "Content-Type: message/rfc822\r\n\r\nSubject: \r\n\r\n--b\r\nContent-Type: multipart/digest;"
                    + " boundary=c\r\n\r\n--c\r\n\r\nFrom: x\r\n\r\n--c--\r\n--b--\r\n",
            "Content-Type: text/\"plain\r\n"
                    + "Content-Disposition: inline; filename=\"\r\n"
                    + " ab\"\r\n"
                    + "Content-Language: ,,x\r\n"
                    + "Content-ID: \0\r\n"
                    + "Content-Transfer-Encoding: \u00e4\"\r\n"
                    + "Date: \t\r\n\r\n"
                    + "x"
        };
        String alphabet = "\0\t\r\n \"\\(),:;<>@[]=?*'%{}\u00e4\u00ffab-/";
        for (int i = 0; i < 20_000; i++) {
            var mail = new StringBuilder(seeds[random.nextInt(seeds.length)]);
            for (int n = random.nextInt(8); n >= 0; n--) {
                int at = random.nextInt(mail.length());
                switch (random.nextInt(3)) {
                    case 0 -> mail.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    case 1 -> mail.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    default -> mail.deleteCharAt(at);
                }
            }
            byte[] bytes = mail.toString().getBytes(StandardCharsets.ISO_8859_1);
            var grammar = new ClientGrammar(envelope(bytes) + structure(bytes, false) + structure(bytes, true));
            grammar.envelope();
            grammar.body(false);
            grammar.body(true);
            grammar.end();
        }
    }
}
