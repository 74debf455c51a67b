package org.posthorn.common.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// An ENVELOPE in one comparable form, white space folded, from a response or from our own fields. Dovecot
/// has words for what an address lacks; here they are its.
final class EnvelopeText {

    private EnvelopeText() {}

    static List<String> of(SExpression envelope) {
        return envelope.items().stream().map(EnvelopeText::item).toList();
    }

    private static String item(SExpression item) {
        return switch (item) {
            case SExpression.Sequence(var addresses) ->
                addresses.stream()
                        .map(address -> address.items().stream()
                                .map(EnvelopeText::string)
                                .collect(Collectors.joining("|")))
                        .collect(Collectors.joining(", "));
            case SExpression.Text _, SExpression.Atom _ -> string(item);
        };
    }

    private static String string(SExpression text) {
        var bytes = text.isNil() ? new byte[] {'-'} : text.string().getBytes(ISO_8859_1);
        return folded(FieldText.decode(bytes, 0, bytes.length));
    }

    static List<String> of(Envelope envelope) {
        var out = new ArrayList<String>();
        out.add(text(envelope.date()));
        out.add(text(envelope.subject()));
        out.add(addresses(envelope.from()));
        // RFC 9051 §7.5.2: without them, Sender and Reply-To are From.
        out.add(envelope.sender().isEmpty() ? out.get(2) : addresses(envelope.sender()));
        out.add(envelope.replyTo().isEmpty() ? out.get(2) : addresses(envelope.replyTo()));
        out.add(addresses(envelope.to()));
        out.add(addresses(envelope.cc()));
        out.add(addresses(envelope.bcc()));
        out.add(text(envelope.inReplyTo()));
        out.add(text(envelope.messageId()));
        return out;
    }

    private static String addresses(Optional<String> field) {
        var entries = field.map(AddressList::parse).orElse(List.of());
        return entries.isEmpty()
                ? "-"
                : entries.stream().map(EnvelopeText::entry).collect(Collectors.joining(", "));
    }

    private static String entry(AddressList.Entry entry) {
        return switch (entry) {
            case AddressList.Address(var name, var route, var local, var domain) ->
                String.join(
                        "|",
                        folded(name.orElse("-")),
                        route.orElse("-"),
                        local.isEmpty() ? "MISSING_MAILBOX" : local,
                        domain.isEmpty() ? "MISSING_DOMAIN" : domain);
            case AddressList.GroupStart(var name) -> "-|-|" + name + "|-";
            case AddressList.GroupEnd() -> "-|-|-|-";
        };
    }

    private static String text(Optional<String> field) {
        return folded(field.orElse("-"));
    }

    private static String folded(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
