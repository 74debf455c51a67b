package org.posthorn.common.mime;

import java.util.Optional;

/// The header fields that IMAP's ENVELOPE (RFC 9051 §7.5.2) and threads are made of, raw: unfolded, not decoded; bytes
/// that are no valid UTF-8 are kept as ISO 8859-1 characters. Absent fields are empty. Of each name it is the first
/// field, but recipients are those of all fields.
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
                recipients(fields, "To"),
                recipients(fields, "Cc"),
                recipients(fields, "Bcc"),
                fields.first("In-Reply-To"),
                fields.first("Message-ID"),
                fields.first("References"));
    }

    /// RFC 5322 §4.5.3: a list that goes on in a second field is one list.
    private static Optional<String> recipients(HeaderFields fields, String name) {
        var lists = fields.all(name);
        return lists.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lists));
    }
}
