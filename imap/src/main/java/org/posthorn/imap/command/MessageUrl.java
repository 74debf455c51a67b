package org.posthorn.imap.command;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.posthorn.storage.mailbox.Mailbox;

/// A relative IMAP URL of a message or a part of one (RFC 2192 §8), as CATENATE takes them:
/// `/Drafts;UIDVALIDITY=385759045/;UID=20/;section=1.MIME`.
///
/// @param mailbox     its name; without one it is the selected mailbox (RFC 4469 §3)
/// @param uidValidity what the mailbox must have
/// @param section     as in `BODY[…]`; empty for all of the message
record MessageUrl(Optional<String> mailbox, Optional<Long> uidValidity, long uid, String section) {
    private static final Pattern FORM = Pattern.compile(
            "(?:/([^;/][^;]*?)(?:;UIDVALIDITY=([1-9][0-9]{0,9}))?)?/?;UID=([1-9][0-9]{0,9})(?:/;SECTION=([^;]+))?",
            Pattern.CASE_INSENSITIVE);

    /// Empty when it is none, or of another server.
    static Optional<MessageUrl> of(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var mailbox = Optional.ofNullable(match.group(1)).map(MessageUrl::decoded);
        var section = decoded(match.group(4) == null ? "" : match.group(4));
        if (section.isEmpty() || (mailbox.isPresent() && mailbox.get().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new MessageUrl(
                mailbox.flatMap(name -> name),
                Optional.ofNullable(match.group(2)).map(Long::valueOf),
                Long.parseLong(match.group(3)),
                section.get().toUpperCase(Locale.ROOT)));
    }

    /// Whether the mailbox has the UIDVALIDITY that is asked for, if any is.
    boolean isOf(Mailbox its) {
        return uidValidity.isEmpty() || uidValidity.get() == its.uidValidity();
    }

    /// RFC 2192 §5: `%` and two digits are one byte of UTF-8.
    static Optional<String> decoded(String text) {
        var bytes = new ByteArrayOutputStream();
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != '%') {
                bytes.write(encoded[i]);
                continue;
            }
            int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
            int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.write(high * 16 + low);
            i += 2;
        }
        try {
            var utf8 = StandardCharsets.UTF_8.newDecoder();
            return Optional.of(utf8.decode(ByteBuffer.wrap(bytes.toByteArray())).toString());
        } catch (CharacterCodingException broken) {
            return Optional.empty();
        }
    }

    /// As the response code BADURL has it: US-ASCII without `]` (RFC 4469 §5).
    static String printable(String text) {
        var out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > ' ' && b < 0x7f && b != ']' && b != '\\';
            out.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b & 0xff));
        }
        return out.toString();
    }
}
