package org.posthorn.smtp.receive;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.posthorn.common.address.EmailAddress;

/// The lines that stand above a message once it is delivered (RFC 5321 §4.4): Return-Path, Delivered-To, Received, and
/// above a user's message the Date and Message-ID that it lacks (RFC 6409 §8). The message itself is not touched.
///
/// All that comes from the peer has passed a grammar without control characters, so no line can be smuggled in.
///
/// @param id the transaction's
record TraceHeader(Terms terms, Origin origin, Envelope envelope, String id, Instant now) {
    /// RFC 5322 §2.1.1: lines should have at most 78 characters.
    private static final int COLUMNS = 78;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /// For one recipient alone: `for` never tells one of another (RFC 5321 §7.2).
    byte[] forRecipient(EmailAddress recipient, HeaderWatch header) {
        var text = new StringBuilder();
        fold(
                text,
                "Return-Path:",
                List.of("<" + envelope.reversePath().map(EmailAddress::toString).orElse("") + ">"));
        fold(text, "Delivered-To:", List.of(recipient.toString()));
        fold(text, "Received:", received(recipient));
        if (terms.forUsers() && !header.hasDate()) {
            fold(text, "Date:", List.of(DATE.format(now)));
        }
        if (terms.forUsers() && !header.hasMessageId()) {
            fold(text, "Message-ID:", List.of("<" + id + "@" + terms.hostname() + ">"));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private List<String> received(EmailAddress recipient) {
        var words = new ArrayList<String>();
        words.addAll(List.of("from " + origin.hello().name(), "(" + origin.addressLiteral() + ")"));
        words.addAll(List.of("by " + terms.hostname(), "with " + origin.protocol(envelope.smtpUtf8())));
        origin.tls().ifPresent(tls -> words.add("(" + tls.protocol() + " " + tls.cipher() + ")"));
        words.addAll(List.of("id " + id, "for <" + recipient + ">;", DATE.format(now)));
        return words;
    }

    /// Words go to a new line rather than beyond the last column; one that is longer than a line has its own.
    private static void fold(StringBuilder text, String name, List<String> words) {
        text.append(name);
        int column = name.length();
        for (var word : words) {
            if (column + 1 + word.length() > COLUMNS && column > name.length()) {
                text.append("\r\n\t");
                column = 8;
            } else {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        text.append("\r\n");
    }
}
