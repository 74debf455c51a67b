package org.posthorn.common.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;

/// A BODYSTRUCTURE in one comparable form, from a response or from our own tree.
final class BodyText {

    private static final String EMPTY = "text/plain {charset=us-ascii} - - 7bit 0 0";

    private BodyText() {}

    static String of(SExpression body) {
        var items = body.items();
        if (items.getFirst() instanceof SExpression.Sequence) {
            var parts = items.stream()
                    .filter(SExpression.Sequence.class::isInstance)
                    .limit(items.stream()
                            .takeWhile(SExpression.Sequence.class::isInstance)
                            .count())
                    .map(BodyText::of)
                    .toList();
            return multipart(parts, lower(items.get(parts.size()).string()));
        }
        var type = lower(items.get(0).string() + "/" + items.get(1).string());
        var common = type
                + ' '
                + parameters(items.get(2))
                + ' '
                + orDash(items.get(3))
                + ' '
                + orDash(items.get(4))
                + ' '
                + lower(items.get(5).string())
                + ' '
                + items.get(6).string();
        if (type.equals("message/rfc822")) {
            return common + " (" + (lower(items.get(5).string()).equals("base64") ? EMPTY : of(items.get(8))) + ") "
                    + items.get(9).string();
        }
        return type.startsWith("text/") ? common + ' ' + items.get(7).string() : common;
    }

    static String of(byte[] mail) {
        return of(mail, Trees.parse(mail).root());
    }

    private static String of(byte[] mail, Part part) {
        if (part.type().isMultipart()) {
            var parts = part.children().stream().map(child -> of(mail, child)).toList();
            return multipart(
                    parts.isEmpty() ? List.of(EMPTY) : parts, lower(part.type().subtype()));
        }
        var type = lower(part.type().type() + "/" + part.type().subtype());
        var common = type
                + ' '
                + parameters(part.type())
                + ' '
                + part.id().orElse("-")
                + ' '
                + part.description().orElse("-")
                + ' '
                + lower(part.encoding())
                + ' '
                + part.bodySize();
        if (type.equals("message/rfc822")) {
            var child =
                    part.children().isEmpty() ? EMPTY : of(mail, part.children().getFirst());
            return common + " (" + child + ") " + lineEnds(mail, part);
        }
        return type.startsWith("text/") ? common + ' ' + lineEnds(mail, part) : common;
    }

    /// Dovecot's count: a last line without its end is none.
    private static long lineEnds(byte[] mail, Part part) {
        boolean open = part.bodySize() > 0 && mail[(int) part.bodyEnd() - 1] != '\n';
        return part.lines() - (open ? 1 : 0);
    }

    private static String multipart(List<String> parts, String subtype) {
        return "(" + String.join(", ", parts) + ") " + subtype;
    }

    private static String parameters(SExpression list) {
        var out = new StringBuilder("{");
        for (int i = 0; !list.isNil() && i < list.items().size(); i += 2) {
            append(
                    out,
                    list.at(i).string(),
                    FieldText.decode(
                            list.at(i + 1).string().getBytes(ISO_8859_1),
                            0,
                            list.at(i + 1).string().length()));
        }
        return out.append('}').toString();
    }

    private static String parameters(ContentType type) {
        var out = new StringBuilder("{");
        type.parameters().forEach(parameter -> append(out, parameter.name(), parameter.value()));
        if (type.type().equals("TEXT") && type.parameter("charset").isEmpty()) {
            append(out, "charset", "us-ascii");
        }
        return out.append('}').toString();
    }

    private static void append(StringBuilder out, String name, String value) {
        out.append(out.length() > 1 ? " " : "").append(lower(name)).append('=').append(lower(value));
    }

    private static String orDash(SExpression text) {
        return text.isNil() ? "-" : text.string();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
