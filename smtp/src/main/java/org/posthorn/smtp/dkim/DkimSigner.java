package org.posthorn.smtp.dkim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.posthorn.common.mime.HeaderFields;

/// Signs messages for one domain with one of its keys, relaxed/relaxed. Immutable and thread-safe; a [Signing] is one
/// message's.
public final class DkimSigner {
    /// What tells who speaks to whom about what (RFC 6376 §5.4.1), without what lists and relays change.
    private static final List<String> FIELDS = List.of(
            "from",
            "sender",
            "reply-to",
            "to",
            "cc",
            "subject",
            "date",
            "message-id",
            "in-reply-to",
            "references",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
            "list-unsubscribe",
            "list-unsubscribe-post");
    /// Signed once more than they are there, so that nobody can add another that readers would see (§5.4, §8.15).
    private static final List<String> ONLY =
            List.of("from", "to", "cc", "subject", "date", "message-id", "content-type");

    private static final int LINE = 72;

    private final String domain;
    private final String selector;
    private final DkimAlgorithm algorithm;
    private final PrivateKey key;

    /// @param domain in A-labels, lower case
    public DkimSigner(String domain, String selector, DkimAlgorithm algorithm, PrivateKey key) {
        this.domain = domain;
        this.selector = selector;
        this.algorithm = algorithm;
        this.key = key;
    }

    /// Begins to sign a message.
    public Signing begin() {
        return new Signing();
    }

    /// A message on its way. For one thread.
    public final class Signing {
        private final BodyHash body = new BodyHash(Canonicalization.RELAXED, Long.MAX_VALUE);

        private Signing() {}

        /// Takes the next octets of the body; the buffer's position stays.
        public void body(ByteBuffer chunk) {
            body.update(chunk);
        }

        /// Ends the body.
        ///
        /// @return the field to put in front of the header, folded, with its CRLF
        public String finish(HeaderFields header, Instant at) {
            var names = names(header);
            var field =
                    new StringBuilder("DKIM-Signature: v=1; a=" + algorithm.word() + "; c=relaxed/relaxed; d=" + domain
                            + ";\r\n\ts=" + selector + "; t=" + at.getEpochSecond() + ";\r\n\tbh="
                            + Base64.getEncoder().encodeToString(body.finish()) + ";\r\n\th=");
            fold(field, String.join(":", names), ':');
            field.append(";\r\n\tb=");
            byte[] octets = SignedHeader.octets(
                    header, names, Canonicalization.RELAXED, field.toString().getBytes(StandardCharsets.US_ASCII));
            fold(field, Base64.getEncoder().encodeToString(sign(octets)), '\0');
            return field.append("\r\n").toString();
        }
    }

    private static List<String> names(HeaderFields header) {
        var names = new ArrayList<String>();
        for (String name : FIELDS) {
            header.fields().stream()
                    .filter(field -> field.name().toLowerCase(Locale.ROOT).equals(name))
                    .forEach(_ -> names.add(name));
        }
        names.addAll(ONLY);
        return names;
    }

    private byte[] sign(byte[] octets) {
        try {
            var signer = Signature.getInstance(algorithm.jcaName());
            signer.initSign(key);
            signer.update(algorithm.signed(octets));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of our own that does not sign", e);
        }
    }

    /// Breaks lines behind a separator, or anywhere.
    private static void fold(StringBuilder out, String text, char separator) {
        int start = 0;
        while (text.length() - start > LINE) {
            int end = separator == '\0' ? start + LINE : text.lastIndexOf(separator, start + LINE - 1) + 1;
            out.append(text, start, end).append("\r\n\t ");
            start = end;
        }
        out.append(text, start, text.length());
    }
}
