package org.posthorn.storage.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.common.mime.MimeParser;
import org.posthorn.storage.message.StoredMessage.BlobRef;

/// The first words of mail.
class PreviewTest {
    private static final String TEXT = "Content-Type: text/plain; charset=utf-8\\n";
    private static final String MULTI = "Content-Type: multipart/mixed; boundary=b\\n\\n--b\\n";

    /// As the store makes it, with at most so many octets of the body at hand.
    private static Slice preview(byte[] mail, int atHand) {
        var parser = new MimeParser();
        parser.accept(ByteBuffer.wrap(mail));
        var root = parser.finish().root();
        int head = (int) parser.headerEnd().orElse(mail.length);
        var behind = ByteBuffer.wrap(mail, head, Math.min(atHand, mail.length - head))
                .slice();
        byte[] row = ParsedMessage.of(mail, head, root, behind).toRow(new byte[0], mail.length, new BlobRef(1, 1), 1);
        return StoredMessage.ofBytes(1, row).preview();
    }

    private static Slice preview(String mail) {
        return preview(
                mail.replace("\\n", "\r\n").replace("\\t", "\t").getBytes(StandardCharsets.UTF_8), Preview.MOST_READ);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\\n\\n  Hello,\\n\\n\\tworld \\n | Hello, world",
                "\\n> quoted\\nown words\\n>> more\\n | own words",
                TEXT + "\\ngrün € 😀 | grün € 😀",
                TEXT + "Content-Transfer-Encoding: base64\\n\\nZ3LDvG4= | grün",
                TEXT + "Content-Transfer-Encoding: quoted-printable\\n\\ngr=C3=BCn=\\n er | grün er",
                "Content-Type: text/html\\n\\n<style>p {}</style><p>one</p><p>two &amp; three</p> | one two & three",
                MULTI + TEXT + "Content-Disposition: attachment\\n\\nno\\n--b\\n" + TEXT + "\\nyes\\n--b-- | yes",
                MULTI + "Content-Type: image/png\\n\\nno\\n--b-- | ``",
                "Content-Type: application/pdf\\n\\nno | ``",
                "Subject: no body | ``",
            })
    void hasTheFirstWords(String mail, String words) {
        assertTrue(preview(mail).isPresent());
        assertEquals(words, preview(mail).toString());
    }

    @Test
    void isShort() {
        String words = preview("\\n" + "😀 ".repeat(1_000)).toString();
        assertEquals(199, words.codePointCount(0, words.length()));
        assertEquals(200, preview("\\n" + "x".repeat(1_000)).length());
    }

    /// What is not at hand is not guessed: it is read when somebody asks.
    @Test
    void isUnknownWhereTheTextIsNotAtHand() {
        String mail = (MULTI + "\\n" + "x".repeat(50_000) + "\\n--b--").replace("\\n", "\r\n");
        assertTrue(preview(mail.getBytes(StandardCharsets.US_ASCII), 10_000).isPresent());
        assertFalse(preview(mail.getBytes(StandardCharsets.US_ASCII), 100).isPresent());
    }

    @Test
    void anyBytesHaveOne() {
        var random = new Random(20_261_123);
        for (int i = 0; i < 3_000; i++) {
            byte[] body = new byte[random.nextInt(600)];
            random.nextBytes(body);
            String type = i % 2 == 0 ? "text/html" : "text/plain; charset=" + (i % 3 == 0 ? "utf-16" : "iso-2022-jp");
            String encoding = i % 5 == 0 ? "base64" : i % 5 == 1 ? "quoted-printable" : "8bit";
            String head = "Content-Type: " + type + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n";
            String mail = head + new String(body, StandardCharsets.ISO_8859_1);
            var words = preview(mail.getBytes(StandardCharsets.ISO_8859_1), Preview.MOST_READ)
                    .toString();
            assertTrue(words.codePointCount(0, words.length()) <= 200);
        }
    }
}
