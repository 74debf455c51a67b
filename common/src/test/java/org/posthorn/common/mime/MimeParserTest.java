package org.posthorn.common.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Structure in small: each message is written out, and its tree is compared as a line of text.
class MimeParserTest {

    /// `TYPE/SUBTYPE[headerStart bodyStart bodyEnd lines](children)`.
    private static void isStructured(String message, String expected) {
        for (int size = 1; size <= Math.max(1, message.length()); size++) {
            assertEquals(expected, tree(parse(message, size).root()), "in chunks of " + size);
        }
    }

    private static MimeStructure parse(String message, int chunk) {
        var parser = new MimeParser();
        var bytes = message.getBytes(ISO_8859_1);
        for (int at = 0; at < bytes.length; at += chunk) {
            parser.accept(ByteBuffer.wrap(bytes, at, Math.min(chunk, bytes.length - at)));
        }
        return parser.finish();
    }

    private static String tree(Part part) {
        var out = new StringBuilder()
                .append(part.type().type())
                .append('/')
                .append(part.type().subtype())
                .append("[%d %d %d %d]".formatted(part.headerStart(), part.bodyStart(), part.bodyEnd(), part.lines()));
        if (!part.children().isEmpty()) {
            out.append('(');
            part.children().forEach(child -> out.append(tree(child)).append(' '));
            out.setCharAt(out.length() - 1, ')');
        }
        return out.toString();
    }

    @Test
    void emptyMessage() {
        isStructured("", "TEXT/PLAIN[0 0 0 0]");
    }

    @Test
    void headerAlone() {
        isStructured("A: b\r\n", "TEXT/PLAIN[0 6 6 0]");
        isStructured("A: b", "TEXT/PLAIN[0 4 4 0]");
        isStructured("A: b\r\n\r\n", "TEXT/PLAIN[0 8 8 0]");
    }

    @Test
    void bodyAlone() {
        isStructured("\r\nx", "TEXT/PLAIN[0 2 3 1]");
        isStructured("\nx\n", "TEXT/PLAIN[0 1 3 1]");
        isStructured("\r\n\r\n", "TEXT/PLAIN[0 2 4 1]");
    }

    private static final String MIXED = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";

    @Test
    void lineEndBeforeDelimiterBelongsToIt() {
        isStructured(
                MIXED + "--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n\r\n--b--\r\n",
                "MULTIPART/MIXED[0 45 78 8](TEXT/PLAIN[50 52 55 1] TEXT/PLAIN[62 64 69 1])");
        isStructured(MIXED + "--b\n\none\n--b--\n", "MULTIPART/MIXED[0 45 60 4](TEXT/PLAIN[49 50 53 1])");
    }

    @Test
    void headerEndIsKnownWhenSeen() {
        var parser = new MimeParser();
        parser.accept(ByteBuffer.wrap("A: b\r\n\r".getBytes(ISO_8859_1)));
        assertEquals(OptionalLong.empty(), parser.headerEnd());
        parser.accept(ByteBuffer.wrap("\nbody".getBytes(ISO_8859_1)));
        assertEquals(OptionalLong.of(8), parser.headerEnd());
    }

    @Test
    void delimitersThatAreNone() {
        // A prefix of another boundary, a missing dash, one dash at the end, inside a line.
        isStructured(
                MIXED + "--b\r\n\r\n--bc\r\n-b\r\n--b-\r\n --b\r\n--b--\r\n",
                "MULTIPART/MIXED[0 45 81 7](TEXT/PLAIN[50 52 72 4])");
    }

    @Test
    void paddingAndTextBehindDelimiters() {
        isStructured(
                MIXED + "--b \t\r\n\r\none\r\n--b-- x\r\n--b\r\nepilogue",
                "MULTIPART/MIXED[0 45 81 6](TEXT/PLAIN[52 54 57 1])");
        isStructured(MIXED + "--b\r\n\r\none\r\n--b--</html>", "MULTIPART/MIXED[0 45 69 4](TEXT/PLAIN[50 52 55 1])");
    }

    @Test
    void lastDelimiterMissing() {
        isStructured(MIXED + "--b\r\n\r\none\r\n", "MULTIPART/MIXED[0 45 57 3](TEXT/PLAIN[50 52 57 1])");
        isStructured(MIXED + "preamble only", "MULTIPART/MIXED[0 45 58 1]");
    }

    @Test
    void partWithoutEmptyLine() {
        isStructured(
                MIXED + "--b\r\nContent-Type: text/html\r\n--b--", "MULTIPART/MIXED[0 45 80 3](TEXT/HTML[50 73 73 0])");
        isStructured(MIXED + "--b\r\n--b--", "MULTIPART/MIXED[0 45 55 2](TEXT/PLAIN[50 50 50 0])");
    }

    private static final String INNER = "Content-Type: multipart/x; boundary=bb\r\n\r\n";

    @Test
    void outerDelimiterEndsInnerMultiparts() {
        isStructured(
                MIXED + "--b\r\n" + INNER + "--bb\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--",
                "MULTIPART/MIXED[0 45 122 10]"
                        + "(MULTIPART/X[50 92 103 3](TEXT/PLAIN[98 100 103 1]) TEXT/PLAIN[110 112 115 1])");
        // Delimiters one behind the other: the inner part begins and ends where the outer delimiter starts.
        isStructured(
                MIXED + "--b\r\n" + INNER + "--bb\r\n--b--",
                "MULTIPART/MIXED[0 45 103 5](MULTIPART/X[50 92 98 1](TEXT/PLAIN[98 98 98 0]))");
    }

    @Test
    void boundaryOfTwoNestedMultipartsIsTheInnerOnes() {
        var inner = "Content-Type: multipart/x; boundary=b\r\n\r\n";
        isStructured(
                MIXED + "--b\r\n" + inner + "--b\r\n\r\none\r\n--b--\r\n--b--\r\n",
                "MULTIPART/MIXED[0 45 117 8](MULTIPART/X[50 91 108 4](TEXT/PLAIN[96 98 101 1]))");
    }

    @Test
    void messageInMessage() {
        isStructured(
                "Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nbody",
                "MESSAGE/RFC822[0 32 50 3](TEXT/PLAIN[32 46 50 1])");
        isStructured(
                "Content-Type: message/global\nContent-Transfer-Encoding: 8bit\n\nA: b\n\nx",
                "MESSAGE/GLOBAL[0 62 69 3](TEXT/PLAIN[62 68 69 1])");
        isStructured(
                "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQTogYg0K",
                "MESSAGE/RFC822[0 64 72 1]");
    }

    @Test
    void messageInMessageHasItsEnvelope() {
        var root = parse("Subject: outer\nContent-Type: message/rfc822\n\nSubject: inner\n\nx", 7)
                .root();
        assertEquals(Optional.of("outer"), root.envelope().orElseThrow().subject());
        assertEquals(
                Optional.of("inner"),
                root.children().getFirst().envelope().orElseThrow().subject());
    }

    /// RFC 5322 §4.5.3; what there must be one of is the first one.
    @Test
    void recipientsOfSeveralFieldsAreOneList() {
        var envelope = parse("To: a@x\nFrom: one@x\nCC: c@x\nTo:\nFrom: two@x\nto: b@x,\n c@x\nCc: d@x\n\n", 7)
                .root()
                .envelope()
                .orElseThrow();
        assertEquals(Optional.of("a@x, , b@x, c@x"), envelope.to());
        assertEquals(Optional.of("c@x, d@x"), envelope.cc());
        assertEquals(Optional.of("one@x"), envelope.from());
        assertEquals(Optional.empty(), envelope.bcc());
    }

    @Test
    void partsOfDigestsAreMessages() {
        isStructured(
                "Content-Type: multipart/digest; boundary=b\n\n"
                        + "--b\n\n"
                        + "A: b\n\n"
                        + "x\n"
                        + "--b\n"
                        + "Content-Type: text/html\n\n"
                        + "y\n"
                        + "--b--",
                "MULTIPART/DIGEST[0 44 93 10](MESSAGE/RFC822[48 49 56 3](TEXT/PLAIN[49 55 56 1]) TEXT/HTML[61 86 87"
                        + " 1])");
    }

    @Test
    void multipartWithoutBoundaryIsOpaque() {
        isStructured("Content-Type: multipart/mixed\n\n--\n--b\n", "MULTIPART/MIXED[0 31 38 2]");
        isStructured("Content-Type: multipart/mixed; boundary=\"\"\n\n--\n", "MULTIPART/MIXED[0 44 47 1]");
    }

    @Test
    void nulsAndBareCrAreBytes() {
        isStructured("A: b\0\r\n\r\n\0\r\r\n\0", "TEXT/PLAIN[0 9 14 2]");
        isStructured("A: b\r\r\r\n\r\n", "TEXT/PLAIN[0 10 10 0]");
    }

    @Test
    void boundariesOfAnyBytes() {
        isStructured(
                "Content-Type: multipart/mixed; boundary=\"\u00e9\u00ff\"\n\n--\u00e9\u00ff\n\nx\n--\u00e9\u00ff--",
                "MULTIPART/MIXED[0 46 60 4](TEXT/PLAIN[51 52 53 1])");
        var utf8 = "\u00c3\u00a9";
        isStructured(
                "Content-Type: multipart/mixed; boundary=" + utf8 + "\n\n--" + utf8 + "\n\nx\n",
                "MULTIPART/MIXED[0 44 52 3](TEXT/PLAIN[49 50 52 1])");
    }

    @Test
    void headerThatIsTooLongIsPassedOver() {
        var message = "X: " + "y".repeat(OpenParts.MAX_HEADER) + "\r\nContent-Type: text/html\r\n\r\nbody";
        var root = Trees.parse(message.getBytes(ISO_8859_1), 10_000).root();
        assertEquals("PLAIN", root.type().subtype());
        assertEquals(message.indexOf("body"), root.bodyStart());
        assertEquals(4, root.bodySize());
    }

    @Test
    void depthEnds() {
        var message = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            message.append("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n".formatted(i, i));
        }
        var bytes = message.toString().getBytes(ISO_8859_1);
        var structure = Trees.parse(bytes);
        Trees.areSound(bytes, structure);
        int depth = 0;
        for (var part = structure.root(); !part.children().isEmpty(); depth++) {
            part = part.children().getFirst();
        }
        assertEquals(OpenParts.MAX_DEPTH - 1, depth);
    }

    @Test
    void messagesInMessagesEnd() {
        var bytes = "Content-Type: message/rfc822\r\n\r\n".repeat(10_000).getBytes(ISO_8859_1);
        Trees.areSound(bytes, Trees.parse(bytes, 333));
    }

    @Test
    void numberOfPartsEnds() {
        var bytes = (MIXED + "--b\r\n\r\nx\r\n".repeat(2 * OpenParts.MAX_PARTS)).getBytes(ISO_8859_1);
        var structure = Trees.parse(bytes, 10_000);
        assertEquals(OpenParts.MAX_PARTS - 1, structure.root().children().size());
        Trees.areSound(bytes, structure);
    }

    @Test
    void contentFieldsOfAPart() {
        var part = parse("""
            Content-Type: image/PNG; name=a
            content-transfer-encoding: Base64 (as ever)
            Content-ID: <1@x>
            Content-Description: a
             picture
            Content-MD5: Q2hlY2s=
            Content-Disposition: inline; filename="b"
            Content-Language: de, en (British)
            Content-Location: http://example.org/
            Content-Type: text/html

            """, 1).root();
        assertEquals(new ContentType("IMAGE", "PNG", List.of(new Parameter("NAME", "a"))), part.type());
        assertEquals("BASE64", part.encoding());
        assertEquals(Optional.of("<1@x>"), part.id());
        assertEquals(Optional.of("a picture"), part.description());
        assertEquals(Optional.of("Q2hlY2s="), part.md5());
        assertEquals(
                Optional.of(new ContentDisposition("INLINE", List.of(new Parameter("FILENAME", "b")))),
                part.disposition());
        assertEquals(List.of("de", "en"), part.language());
        assertEquals(Optional.of("http://example.org/"), part.location());
    }
}
