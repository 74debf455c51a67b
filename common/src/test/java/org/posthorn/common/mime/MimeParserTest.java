package org.posthorn.common.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
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
}
