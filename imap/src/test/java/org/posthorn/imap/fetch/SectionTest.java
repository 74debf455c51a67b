package org.posthorn.imap.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.LiteralSource;
import org.posthorn.storage.Account;

/// Which bytes a section is, by RFC 9051 §6.4.5.1's own example among others.
class SectionTest {
    private static final String NESTED = """
        Subject: outer
        Content-Type: multipart/mixed; boundary=A

        preamble
        --A
        Content-Type: text/plain

        one
        --A
        Content-Type: application/octet-stream

        two
        --A
        Content-Type: message/rfc822

        Subject: three
        Content-Type: multipart/mixed; boundary=B

        --B

        three.one
        --B
        Content-Type: application/octet-stream

        three.two
        --B--
        --A
        Content-Type: multipart/mixed; boundary=C

        --C
        Content-Type: image/gif

        four.one
        --C
        Content-Type: message/rfc822
        Content-ID: <x>

        Subject: four.two
        X-A: 1

        plain
        --C--
        --A--
        """;

    private static final String SINGLE = "Subject: s\nX: 1\nX: 2\n\nbody\n";

    private static final String FORWARD = "Subject: f\nContent-Type: message/rfc822\n\nSubject: inner\n\ntext\n";

    private final Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);

    private String fetch(String mail, String item) throws Exception {
        byte[] bytes = mail.getBytes(StandardCharsets.ISO_8859_1);
        var content = new BodyEncoder.Content(MailVectors.parse(bytes), bytes.length, new MessageBytes() {
            @Override
            public <X extends Exception> void read(long from, long to, Account.ChunkConsumer<X> chunks) throws X {
                for (long at = from; at < to; at += 7) {
                    chunks.accept(ByteBuffer.wrap(bytes, (int) at, (int) Math.min(7, to - at))
                            .asReadOnlyBuffer());
                }
            }
        });
        var out = new Written();
        var encoder = new ImapEncoder(out, Dialect.SEVEN_BIT);
        var line = new LineBuffer();
        var bodies = new BodyEncoder(encoder, line, troubles);
        var in = new ImapParser(item.getBytes(StandardCharsets.US_ASCII), LiteralSource.NONE, Dialect.SEVEN_BIT);
        switch (FetchItems.parse(in).items().getFirst()) {
            case FetchItem.Body body -> bodies.body(body, content);
            case FetchItem.Binary binary -> bodies.binary(binary, content);
            case FetchItem.BinarySize binary -> bodies.binarySize(binary, content);
            case FetchItem.Preview preview -> throw new AssertionError(preview);
            case FetchItem.Plain plain -> throw new AssertionError(plain);
        }
        line.write(encoder);
        return out.toString();
    }

    /// The value, line ends as `/`; `NIL` in angle brackets.
    private String value(String mail, String item) throws Exception {
        String written = fetch(mail.replace("\n", "\r\n"), item);
        if (written.equals("NIL")) {
            return "<NIL>";
        }
        var grammar = new ClientGrammar(written);
        String literal = grammar.literal();
        grammar.end();
        return literal.replace("\r\n", "/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BODY[1] | one",
                "BODY[1.MIME] | Content-Type: text/plain//",
                "BODY[2] | two",
                "BODY[3.HEADER] | Subject: three/Content-Type: multipart/mixed; boundary=B//",
                "BODY[3.HEADER.FIELDS (SUBJECT)] | Subject: three//",
                "BODY[3.TEXT] | --B//three.one/--B/Content-Type: application/octet-stream//three.two/--B--",
                "BODY[3.1] | three.one",
                "BODY[3.1.MIME] | /",
                "BODY[3.2] | three.two",
                "BODY[3.MIME] | Content-Type: message/rfc822//",
                "BODY[4.1] | four.one",
                "BODY[4.1.MIME] | Content-Type: image/gif//",
                "BODY[4.2] | Subject: four.two/X-A: 1//plain",
                "BODY[4.2.MIME] | Content-Type: message/rfc822/Content-ID: <x>//",
                "BODY[4.2.HEADER] | Subject: four.two/X-A: 1//",
                "BODY[4.2.HEADER.FIELDS.NOT (subject)] | X-A: 1//",
                "BODY[4.2.TEXT] | plain",
                "BODY[4.2.1] | plain",
                "BODY[4.2.1.MIME] | Subject: four.two/X-A: 1//",
                "BODY[HEADER] | Subject: outer/Content-Type: multipart/mixed; boundary=A//",
                "BODY[HEADER.FIELDS (X SUBJECT Y)] | Subject: outer//",
                "BODY[HEADER.FIELDS (X)] | /",
                "BODY[5] | <NIL>",
                "BODY[1.1] | <NIL>",
                "BODY[1.HEADER] | <NIL>",
                "BODY[4.TEXT] | <NIL>",
                "BODY[4.2.2] | <NIL>",
                "BODY[4.2.1.1] | <NIL>",
                "BODY[1]<1.1> | n",
                "BODY[1]<2.100> | e",
                "BODY[1]<3.1> | ''",
                "BODY[1]<9223372036854775807.9223372036854775807> | ''",
                "BODY[HEADER.FIELDS (SUBJECT)]<9.5> | outer",
                "BODY[HEADER.FIELDS (SUBJECT)]<99.5> | ''",
            })
    void ofNestedMail(String item, String value) throws Exception {
        assertEquals(value, value(NESTED, item));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BODY[] | Subject: s/X: 1/X: 2//body/",
                "RFC822 | Subject: s/X: 1/X: 2//body/",
                "BODY[TEXT] | body/",
                "RFC822.TEXT | body/",
                "RFC822.HEADER | Subject: s/X: 1/X: 2//",
                "BODY[1] | body/",
                "BODY[1.MIME] | Subject: s/X: 1/X: 2//",
                "BODY[HEADER.FIELDS (x)] | X: 1/X: 2//",
                "BODY[HEADER.FIELDS.NOT (x)] | Subject: s//",
                "BODY[2] | <NIL>",
                "BODY[1.1] | <NIL>",
                "BODY[]<0.4> | Subj",
            })
    void ofSinglePart(String item, String value) throws Exception {
        assertEquals(value, value(SINGLE, item));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BODY[1] | Subject: inner//text/",
                "BODY[1.HEADER] | Subject: inner//",
                "BODY[1.TEXT] | text/",
                "BODY[1.1] | text/",
                "BODY[1.1.1] | <NIL>",
            })
    void ofForwardedMessage(String item, String value) throws Exception {
        assertEquals(value, value(FORWARD, item));
    }

    @Test
    void emptySectionIsAnEmptyLiteral() throws Exception {
        assertEquals("{0}\r\n", fetch("Subject: x\r\n\r\n", "BODY[TEXT]"));
    }

    @Test
    void headerAtTheEndOfTheMailHasNoEmptyLine() throws Exception {
        assertEquals("{12}\r\nSubject: x\r\n", fetch("Subject: x\r\n", "BODY[HEADER.FIELDS (SUBJECT)]"));
        assertEquals("{10}\r\nSubject: x", fetch("Subject: x", "BODY[HEADER.FIELDS (SUBJECT)]"));
    }

    @Test
    void binaryIsDecoded() throws Exception {
        String mail = "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSGFsbG8=\r\n";
        assertEquals("{5}\r\nHallo", fetch(mail, "BINARY[1]"));
        assertEquals("{2}\r\nll", fetch(mail, "BINARY.PEEK[1]<2.2>"));
        assertEquals("5", fetch(mail, "BINARY.SIZE[1]"));
        assertEquals("NIL", fetch(mail, "BINARY[2]"));
        assertEquals("0", fetch(mail, "BINARY.SIZE[2]"));
        assertEquals("{" + mail.length() + "}\r\n" + mail, fetch(mail, "BINARY[]"));
        assertEquals(Set.of(), troubles);
    }

    @Test
    void binaryWithNulIsLiteral8() throws Exception {
        String mail = "Content-Transfer-Encoding: base64\r\n\r\nYQBi\r\n";
        assertEquals("~{3}\r\na\0b", fetch(mail, "BINARY[1]"));
        assertEquals("{1}\r\nb", fetch(mail, "BINARY[1]<2.9>"));
    }

    @Test
    void bigBinaryIsMadeTwice() throws Exception {
        String text = "0123456789=\r\n".repeat(20_000);
        String mail = "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + text;
        assertEquals("{200000}\r\n" + "0123456789".repeat(20_000), fetch(mail, "BINARY[1]"));
        assertEquals("200000", fetch(mail, "BINARY.SIZE[1]"));
        assertEquals("{3}\r\n901", fetch(mail, "BINARY[1]<150009.3>"));
    }

    /// RFC 3516 §6: lines of text end in CRLF, and BINARY.SIZE and partials count them so. What is no text,
    /// and what was not encoded, is given as it came.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain | base64 | YQpiDQpjDQ0KCg== | 610d0a620d0a630d0d0a0d0a",
                "text/plain; charset=utf-8 | quoted-printable | a=0Ab=0D=0Ac=0D=0D=0A=0A | 610d0a620d0a630d0d0a0d0a",
                "text/html | base64 | Cg== | 0d0a",
                "text/plain; charset=utf-16be | base64 | CgoACg== | 0a0a000a",
                "application/octet-stream | base64 | YQpiDQpjDQ0KCg== | 610a620d0a630d0d0a0a",
                "message/rfc822 | base64 | Cg== | 0a",
            })
    void linesOfBinaryTextEndInCrlf(String type, String encoding, String body, String octets) throws Exception {
        var expected = new String(HexFormat.of().parseHex(octets), StandardCharsets.ISO_8859_1);
        for (int pad = 0; pad < 7; pad++) { // the pieces of 7 octets break everywhere
            String mail = "Content-Type: " + type + "\r\nContent-Transfer-Encoding: " + encoding + "\r\nX:"
                    + " ".repeat(pad) + "\r\n\r\n" + body;
            boolean nul = expected.indexOf(0) >= 0;
            assertEquals((nul ? "~{" : "{") + expected.length() + "}\r\n" + expected, fetch(mail, "BINARY[1]"));
            assertEquals("" + expected.length(), fetch(mail, "BINARY.SIZE[1]"));
            assertEquals(
                    "{1}\r\n" + expected.charAt(1 % expected.length()),
                    fetch(mail, "BINARY[1]<" + 1 % expected.length() + ".1>"));
        }
    }

    @Test
    void binaryOfWhatIsNotEncodedIsAsItCame() throws Exception {
        String mail = "Content-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\na\nb\rc\0\377\r\n";
        assertEquals("~{9}\r\na\nb\rc\0\377\r\n", fetch(mail, "BINARY[1]"));
    }

    @Test
    void unknownEncodingIsTold() throws Exception {
        assertEquals("NIL", fetch("Content-Transfer-Encoding: x-uuencode\r\n\r\nabc\r\n", "BINARY[1]"));
        assertEquals(Set.of(Trouble.UNKNOWN_CTE), troubles);
    }

    @Test
    void multipartWithoutPartsHasTheTextThatItsStructureShows() throws Exception {
        String mail = "Content-Type: multipart/mixed; boundary=Z\n\nno part\n";
        assertEquals("no part/", value(mail, "BODY[1]"));
        assertEquals("no part/", value(mail, "BODY[TEXT]"));
        assertEquals("<NIL>", value(mail, "BODY[2]"));
    }
}
