package org.posthorn.smtp.dkim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.posthorn.common.dns.Resolver;
import org.posthorn.common.mime.HeaderFields;

/// A message in memory.
record Mail(HeaderFields header, byte[] body) {

    /// @param text with CRLF or LF line ends
    static Mail of(String text) {
        String lines = text.replace("\r\n", "\n").replace("\n", "\r\n");
        int end = lines.indexOf("\r\n\r\n");
        return new Mail(
                HeaderFields.of(lines.substring(0, end + 2).getBytes(StandardCharsets.ISO_8859_1)),
                lines.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1));
    }

    List<DkimResult> verify(Resolver resolver, Instant now) {
        var verifier = new DkimVerifier(header, now);
        verifier.body(ByteBuffer.wrap(body));
        return verifier.finish(resolver);
    }
}
