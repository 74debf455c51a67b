package org.posthorn.dist.bytes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// Messages that somebody has mended, somewhere, and should not have. All of them end with CRLF and hold
/// no bare CR or LF, so that SMTP can carry them.
final class Specimens {
    private Specimens() {}

    static Map<String, byte[]> all() {
        var all = new LinkedHashMap<String, byte[]>();
        all.put("empty body", text("Subject: empty\r\n\r\n"));
        all.put("no body at all", text("Subject: only a header\r\n"));
        all.put("no header", text("\r\nonly a body\r\n"));
        all.put("nothing that is a header", text("this is no header field\r\nnor this\r\n"));
        all.put("dots", text("Subject: dots\r\n\r\n.\r\n..\r\n...\r\n.x\r\nx.\r\n.\r\n"));
        all.put("ends in empty lines", text("Subject: x\r\n\r\nbody\r\n\r\n\r\n\r\n"));
        all.put("every octet but NUL, CR and LF", octets(1));
        all.put("every octet but CR and LF", octets(0));
        all.put("octets in the header", join(text("Subject: "), octets(1), text("\r\nX: \u00FF\r\n\r\nbody\r\n")));
        all.put("unterminated multipart", text("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nopen\r\n"));
        all.put(
                "multipart without its boundary",
                text("Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nwhat\r\n--b--\r\n"));
        all.put("deep multipart", deep(200));
        all.put("base64 that is none", text("Content-Transfer-Encoding: base64\r\n\r\n!!!! =\u00E4=\r\n"));
        all.put("line of 998", line(998));
        all.put("line of 100,000", line(100_000));
        all.put("a header field of 100,000", text("Subject: " + "x".repeat(100_000) + "\r\n\r\nbody\r\n"));
        all.put("line of dots", text("Subject: d\r\n\r\n" + ".".repeat(70_000) + "\r\n.\r\n"));
        all.put("noise of a megabyte", join(text("Subject: noise\r\n\r\n"), noise(1 << 20)));
        return all;
    }

    /// A message of this size to the octet.
    static byte[] large(int size) {
        byte[] head = text("Subject: large\r\n\r\n");
        return join(head, noise(size - head.length));
    }

    private static byte[] octets(int first) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(text("Subject: octets\r\n\r\n"));
        for (int octet = first; octet < 256; octet++) {
            if (octet != '\r' && octet != '\n') {
                out.write(octet);
            }
        }
        out.writeBytes(text("\r\n"));
        return out.toByteArray();
    }

    private static byte[] line(int length) {
        return text("Subject: long\r\n\r\n" + "y".repeat(length) + "\r\nafter it\r\n");
    }

    private static byte[] deep(int depth) {
        var text = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            text.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        return text(text + "\r\ndeep\r\n");
    }

    /// Lines of any octets but CR and LF, up to 1,000 long; the same each time.
    private static byte[] noise(int size) {
        var random = new Random(42);
        byte[] noise = new byte[size];
        random.nextBytes(noise);
        int lineEnd = 0;
        for (int i = 0; i < size; i++) {
            if (noise[i] == '\r' || noise[i] == '\n') {
                noise[i] = 'n';
            }
            if (i == lineEnd && i > 0 && i < size - 2) {
                noise[i - 1] = '\r';
                noise[i] = '\n';
            }
            if (i == lineEnd) {
                lineEnd = i + 2 + random.nextInt(1_000);
            }
        }
        noise[size - 2] = '\r';
        noise[size - 1] = '\n';
        return noise;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
