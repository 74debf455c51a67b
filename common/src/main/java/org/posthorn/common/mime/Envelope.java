package org.posthorn.common.mime;

import java.util.Optional;

/// The header fields that IMAP's ENVELOPE (RFC 9051 §7.5.2) and threads are made of, each the first field of its name,
/// raw: unfolded, not decoded; bytes that are no valid UTF-8 are kept as ISO 8859-1 characters. Absent
/// fields are empty.
public record Envelope(
        Optional<String> date,
        Optional<String> subject,
        Optional<String> from,
        Optional<String> sender,
        Optional<String> replyTo,
        Optional<String> to,
        Optional<String> cc,
        Optional<String> bcc,
        Optional<String> inReplyTo,
        Optional<String> messageId,
        Optional<String> references) {

    static Envelope of(HeaderFields fields) {
        return new Envelope(
                fields.first("Date"),
                fields.first("Subject"),
                fields.first("From"),
                fields.first("Sender"),
                fields.first("Reply-To"),
                fields.first("To"),
                fields.first("Cc"),
                fields.first("Bcc"),
                fields.first("In-Reply-To"),
                fields.first("Message-ID"),
                fields.first("References"));
    }
}
