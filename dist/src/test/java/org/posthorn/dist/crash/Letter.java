package org.posthorn.dist.crash;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// A message that can be recognised and tells whether it is whole: its id and the checksum of its body are
/// in its header.
record Letter(String id, byte[] bytes) {
    private static final Pattern HEADER = Pattern.compile("X-Letter: (\\S+) ([0-9a-f]+)\r\n");

    /// @param size octets of the body, roughly
    static Letter make(String id, int size, Random random) {
        var body = new StringBuilder();
        while (body.length() < size) {
            body.append("line ")
                    .append(Long.toHexString(random.nextLong()))
                    .append(" of ")
                    .append(id)
                    .append("\r\n");
        }
        var text = "From: crash@example.org\r\nTo: somebody@example.org\r\nSubject: " + id + "\r\nX-Letter: " + id + " "
                + checksum(body.toString()) + "\r\n\r\n" + body;
        return new Letter(id, text.getBytes(StandardCharsets.US_ASCII));
    }

    /// The id of a message that came back.
    ///
    /// @throws AssertionError when it is not whole
    static String idOfWhole(byte[] message) {
        var text = new String(message, StandardCharsets.ISO_8859_1);
        var header = HEADER.matcher(text);
        if (!header.find()) {
            throw new AssertionError("a message without its header came back: " + text);
        }
        var body = text.substring(text.indexOf("\r\n\r\n") + 4);
        if (!checksum(body).equals(header.group(2))) {
            throw new AssertionError("message " + header.group(1) + " came back damaged: " + text);
        }
        return header.group(1);
    }

    private static String checksum(String body) {
        var crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.ISO_8859_1));
        return Long.toHexString(crc.getValue());
    }
}
