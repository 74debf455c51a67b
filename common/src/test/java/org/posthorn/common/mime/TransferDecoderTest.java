package org.posthorn.common.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransferDecoderTest {

    private static void decodes(String encoding, String encoded, String expected) {
        assertEquals(expected, decoded(encoding, encoded));
    }

    private static String decoded(String encoding, String encoded) {
        var whole = decoded(encoding, encoded.getBytes(ISO_8859_1), Integer.MAX_VALUE);
        for (int size = 1; size < encoded.length(); size++) {
            assertArrayEquals(whole, decoded(encoding, encoded.getBytes(ISO_8859_1), size), "in chunks of " + size);
        }
        return new String(whole, ISO_8859_1);
    }

    private static byte[] decoded(String encoding, byte[] encoded, int chunk) {
        var decoder = TransferDecoder.of(encoding);
        var out = new ByteArrayOutputStream();
        for (int at = 0; at < encoded.length; at += Math.min(chunk, encoded.length - at)) {
            append(out, decoder.decode(ByteBuffer.wrap(encoded, at, Math.min(chunk, encoded.length - at))));
        }
        append(out, decoder.finish());
        return out.toByteArray();
    }

    private static void append(ByteArrayOutputStream out, ByteBuffer decoded) {
        var bytes = new byte[decoded.remaining()];
        decoded.get(bytes);
        out.writeBytes(bytes);
    }

    @Test
    void base64() {
        decodes("Base64", "SGVsbG8=", "Hello");
        decodes("base64", "SGVs\r\nbG8\r\n", "Hello");
        decodes("base64", "S G!V-s*bG8", "Hello");
        decodes("base64", "SGVsbG8=SGVsbG8=", "HelloHello");
        decodes("base64", "SGVsbG8", "Hello");
        decodes("base64", "S", "");
        decodes("base64", "====", "");
        decodes("base64", "\u00e9SGk=", "Hi");
    }

    @Test
    void base64OfAnyBytes() {
        var random = new Random(1);
        for (int length = 0; length < 300; length++) {
            var bytes = new byte[length];
            random.nextBytes(bytes);
            var encoded = Base64.getMimeEncoder().encode(bytes);
            assertArrayEquals(bytes, decoded("BASE64", encoded, 1 + random.nextInt(50)));
        }
    }

    @Test
    void quotedPrintable() {
        decodes("quoted-printable", "a=3Db", "a=b");
        decodes("quoted-printable", "a=3db=c3", "a=b\u00c3");
        decodes("quoted-printable", "soft=\r\nbreak=\nhere= \t\r\nand", "softbreakhereand");
        decodes("quoted-printable", "white \t \r\nspace \nends ", "white\r\nspace\nends");
        decodes("quoted-printable", "inner \t space=20\r\n", "inner \t space \r\n");
        decodes("quoted-printable", "bad=XYZ =4 =", "bad=XYZ =4 ");
        decodes("quoted-printable", "==3D=", "==");
        decodes("quoted-printable", "a\rb\r\r\n", "a\rb\r\r\n");
        decodes("quoted-printable", " ".repeat(2000) + "x", " ".repeat(2000) + "x");
        decodes("quoted-printable", "=" + " ".repeat(2000) + "x", "=" + " ".repeat(2000) + "x");
    }

    @Test
    void anythingElsePassesThrough() {
        decodes("7bit", "a=3D\0\u00ff", "a=3D\0\u00ff");
        decodes("x-uuencode", "begin 644", "begin 644");
    }
}
