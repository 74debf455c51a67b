package org.posthorn.smtp.dkim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyHashTest {

    /// RFC 6376 §3.4.3 to §3.4.5, and the corners: `_` is a space, `>` a tab, `|` a CRLF.
    @ParameterizedTest
    @CsvSource({
        "_C_|D_>_E|||, _C|D_E|, _C_|D_>_E|",
        "'', '', |",
        "|||, '', |",
        "_>|, '', _>|",
        "a, a|, a|",
        "a|, a|, a|",
        "a__, a|, a__|",
        "a||b||, a||b|, a||b|",
        "_a, _a|, _a|",
        "a_|_|_b, a||_b|, a_|_|_b|"
    })
    void canonicalForms(String body, String relaxed, String simple) {
        assertHash(relaxed, body, Canonicalization.RELAXED);
        assertHash(simple, body, Canonicalization.SIMPLE);
    }

    private static void assertHash(String canonical, String body, Canonicalization canonicalization) {
        byte[] expected = BodyHash.sha256().digest(octets(canonical));
        assertArrayEquals(expected, hash(octets(body), canonicalization, new int[0]), canonicalization + " of " + body);
    }

    private static byte[] octets(String text) {
        return text.replace('_', ' ').replace('>', '\t').replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] hash(byte[] body, Canonicalization canonicalization, int[] cuts) {
        var hash = new BodyHash(canonicalization, Long.MAX_VALUE);
        int from = 0;
        for (int cut : cuts) {
            hash.update(ByteBuffer.wrap(body, from, cut - from));
            from = cut;
        }
        hash.update(ByteBuffer.wrap(body, from, body.length - from));
        return hash.finish();
    }

    /// RFC 6376 §3.5 `bh=`: what is published for an empty body.
    @Test
    void emptyBodies() {
        assertEquals(
                "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=",
                base64(hash(new byte[0], Canonicalization.SIMPLE, new int[0])));
        assertEquals(
                "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                base64(hash(new byte[0], Canonicalization.RELAXED, new int[0])));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void chunksMakeNoDifference() {
        var random = new Random(5);
        for (int round = 0; round < 2_000; round++) {
            byte[] body = new byte[random.nextInt(40)];
            for (int i = 0; i < body.length; i++) {
                body[i] = (byte) " \t\r\nab".charAt(random.nextInt(6));
            }
            var cuts = random.ints(3, 0, body.length + 1).sorted().toArray();
            for (var canonicalization : Canonicalization.values()) {
                assertArrayEquals(
                        hash(body, canonicalization, new int[0]), hash(body, canonicalization, cuts), "round " + round);
            }
        }
    }

    @Test
    void countsOnlyAsFarAsItShould() {
        var hash = new BodyHash(Canonicalization.SIMPLE, 3);
        hash.update(ByteBuffer.wrap(octets("abcdef|")));
        assertArrayEquals(BodyHash.sha256().digest(octets("abc")), hash.finish());
        assertEquals(8, hash.length());
    }
}
