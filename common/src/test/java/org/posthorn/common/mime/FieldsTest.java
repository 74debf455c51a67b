package org.posthorn.common.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What header fields say: their bounds, parameters, encoded-words, charsets.
class FieldsTest {

    @Test
    void fieldsHaveTheirPlaces() {
        var block = "A: one\r\nB :\ttwo\r\n\t three\r\njunk\r\na:\n\nbody: x".getBytes(ISO_8859_1);
        var fields = HeaderFields.of(block);
        assertEquals(
                List.of(
                        new HeaderFields.Field("A", 0, 2, 8),
                        new HeaderFields.Field("B", 8, 11, 32),
                        new HeaderFields.Field("a", 32, 34, 35)),
                fields.fields());
        assertEquals(List.of("one", ""), fields.all("A"));
        assertEquals(Optional.of("two\t three"), fields.first("b"));
        assertEquals(Optional.empty(), fields.first("body"));
    }

    @Test
    void linesBeforeTheFirstFieldAreNoField() {
        var fields =
                HeaderFields.of("From x@y Mon Jan 1 00:00:00 2000\r\n folded: x\r\n: y\r\nA: b".getBytes(ISO_8859_1));
        assertEquals(
                List.of("A"),
                fields.fields().stream().map(HeaderFields.Field::name).toList());
    }

    @Test
    void eightBitIsUtf8WhereItIs() {
        assertEquals(
                Optional.of("é"), HeaderFields.of("A: é\r\n".getBytes(UTF_8)).first("a"));
        assertEquals(
                Optional.of("é"),
                HeaderFields.of("A: é\r\n".getBytes(ISO_8859_1)).first("a"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '\0', textBlock = """
        text/plain => TEXT/PLAIN
        Text / HTML ; Charset = utf-8 => TEXT/HTML CHARSET=utf-8
        text/plain; charset="us-ascii"; => TEXT/PLAIN CHARSET=us-ascii
        text/plain (a comment); (more) charset=(even here)x => TEXT/PLAIN CHARSET=x
        text/plain; charset=x (a comment) => TEXT/PLAIN CHARSET=x
        text/plain charset=x format=flowed => TEXT/PLAIN CHARSET=x|FORMAT=flowed
        text/plain;; charset=x;; => TEXT/PLAIN CHARSET=x
        text/plain; name=My report (2).pdf => TEXT/PLAIN NAME=My report (2).pdf
        text/plain; name=a/b?c=d; x=y => TEXT/PLAIN NAME=a/b?c=d|X=y
        text/plain; name="a\\"b;c" => TEXT/PLAIN NAME=a"b;c
        text/plain; name="never closed => TEXT/PLAIN NAME=never closed
        text/plain; name="a" charset="b" => TEXT/PLAIN NAME=a|CHARSET=b
        text/plain; flag; charset=x => TEXT/PLAIN CHARSET=x
        text/plain; charset=a; charset=b => TEXT/PLAIN CHARSET=a
        multipart/mixed; boundary=----=_Part => MULTIPART/MIXED BOUNDARY=----=_Part
        text; charset=x => TEXT/PLAIN CHARSET=x
        text/plain; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A => TEXT/PLAIN TITLE=This is ***fun***
        a/b; url*0="ftp://"; url*1="x/y" => A/B URL=ftp://x/y
        a/b; url*1="x/y"; url*0="ftp://" => A/B URL=ftp://x/y
        a/b; t*0*=us-ascii'en'This%20is; t*1*=%20even; t*2=" it's 100%20" => A/B T=This is even it's 100%20
        a/b; n*0*=utf-8''%C3; n*1*=%A9.txt => A/B N=é.txt
        a/b; n="plain.txt"; n*=utf-8''%C3%A9.txt => A/B N=é.txt
        a/b; n*=iso-8859-1''%E9 => A/B N=é
        a/b; n*=no%20quotes => A/B N=no quotes
        a/b; n*x*=y => A/B N=y
        """)
    void contentTypes(String field, String expected) {
        var type = ContentType.parse(field).orElseThrow();
        var parameters = type.parameters().stream()
                .map(parameter -> parameter.name() + "=" + parameter.value())
                .collect(Collectors.joining("|"));
        assertEquals(expected, (type.type() + "/" + type.subtype() + " " + parameters).strip());
    }

    @Test
    void noContentType() {
        for (var field : List.of("", "html", "/", "a/", "/b", "(text/plain)", ";", "multipart")) {
            assertEquals(Optional.empty(), ContentType.parse(field), field);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '\0', textBlock = """
        plain = text ? => plain = text ?
        =?iso-8859-1?q?this=20is=20some=20text?= => this is some text
        =?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?= => If you can read this you understand the example.
        (=?ISO-8859-1?Q?a?= b) => (a b)
        (=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?_b?=) => (a b)
        =?US-ASCII*EN?Q?Keith_Moore?= <k@x> => Keith Moore <k@x>
        "=?utf-8?Q?=C3=A9?=" => "é"
        =?utf-8?Q?=C3?= =?utf-8?Q?=A9?= => é
        =?utf-8?B?ww==?= =?utf-8?B?qQ?= => é
        =?utf-8?Q?a b?= => a b
        x=?utf-8?Q?a?=y => xay
        =?utf-8?Q?=ZZ=?= => =ZZ=
        =?nonsense?Q?=E9?= => é
        =?utf-8?X?abc?= => =?utf-8?X?abc?=
        =?utf-8?Q?never ends => =?utf-8?Q?never ends
        =?utf-8?B?**?= => ''
        =?gb2312?B?1tDOxA==?= => 中文
        =?iso-2022-jp?B?GyRCJDMbKEI=?= =?iso-2022-jp?B?GyRCJHMbKEI=?= => こん
        """)
    void encodedWords(String field, String expected) {
        assertEquals(expected.equals("''") ? "" : expected, EncodedWord.decode(field));
    }

    @ParameterizedTest
    @CsvSource({
        "us-ascii,UTF-8",
        "UTF8,UTF-8",
        "'\"utf-8\"',UTF-8",
        "iso-8859-1,windows-1252",
        "Latin1,windows-1252",
        "ISO-8859-15,ISO-8859-15",
        "iso88592,ISO-8859-2",
        "cp1251,windows-1251",
        "win-1250,windows-1250",
        "gb2312,GB18030",
        "ks_c_5601-1987,x-windows-949",
        "x-unknown,windows-1252",
        "'',windows-1252",
        "'a b',windows-1252",
        "koi8-r,KOI8-R",
        "macintosh,x-MacRoman",
        "utf-7,windows-1252"
    })
    void charsets(String name, String expected) {
        assertEquals(Charset.forName(expected), Charsets.of(name));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '\0', textBlock = """
        a@x => -|a|x
        Joe Q. Public <john.q.public@example.com> => Joe Q. Public|john.q.public|example.com
        "Giant; \\"Big\\" Box" <b@x>, c@y => Giant; "Big" Box|b|x, -|c|y
        a@x (Alice) => Alice|a|x
        (Alice (nested) \\)) a@x => Alice (nested) )|a|x
        A Group:Ed <e@x>,j@y; => [A Group, Ed|e|x, -|j|y, ]
        undisclosed-recipients:; => [undisclosed-recipients, ]
        Open:a@x => [Open, -|a|x, ]
        <@a,@b:c@d> => -(@a,@b)|c|d
        Pete(A wonderful \\) chap) <pete(his account)@silly.test(his host)> => Pete|pete|silly.test
        a . b @ c . d => -|a.b|c.d
        "a b"@x => -|a b|x
        a@[1.2.3.4] => -|a|[1.2.3.4]
        a@x; b@y => -|a|x, -|b|y
        ,,a@x,, => -|a|x
        b@y <a@x> => b@y|a|x
        Bob bob@x => Bob|bob|x
        Bob <bob@x => Bob|bob|x
        alice => -|alice|
        <> => -||
        Mailer <> => Mailer||
        =?utf-8?Q?=C3=A9?= <a@x> => =?utf-8?Q?=C3=A9?=|a|x
        <a@x> trailing, b@y => -|a|x, -|b|y
        "never closed => -|never closed|
        """)
    void addresses(String field, String expected) {
        assertEquals(
                expected,
                AddressList.parse(field).stream().map(FieldsTest::text).collect(Collectors.joining(", ")));
    }

    private static String text(AddressList.Entry entry) {
        return switch (entry) {
            case AddressList.Address address ->
                address.name().orElse("-")
                        + address.route().map(route -> "(" + route + ")").orElse("") + "|" + address.local() + "|"
                        + address.domain();
            case AddressList.GroupStart group -> "[" + group.name();
            case AddressList.GroupEnd _ -> "]";
        };
    }
}
