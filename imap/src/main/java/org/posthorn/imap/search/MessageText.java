package org.posthorn.imap.search;

import java.nio.CharBuffer;
import java.util.Locale;
import org.posthorn.common.mime.HeaderFields;
import org.posthorn.common.mime.Part;
import org.posthorn.imap.fetch.MessageBytes;

/// Where BODY and TEXT look: text parts and parts of messages, at every depth; for TEXT also every header, those of
/// parts included (RFC 9051 §6.4.4). Parts of other types are not text.
final class MessageText {
    private MessageText() {}

    static boolean inBody(MessageBytes bytes, Part part, Needle needle) {
        for (var child : part.children()) {
            if (inBody(bytes, child, needle)) {
                return true;
            }
        }
        return isText(part) && PartText.contains(bytes, part, needle);
    }

    static boolean inHeaders(MessageBytes bytes, Part part, Needle needle) {
        if (HeaderBlocks.any(bytes, part, (fields, field) -> inField(fields, field, needle))) {
            return true;
        }
        for (var child : part.children()) {
            if (inHeaders(bytes, child, needle)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a header has the field, with the text in what comes behind the colon.
    static boolean inField(MessageBytes bytes, Part part, String name, Needle needle) {
        String lower = name.toLowerCase(Locale.ROOT);
        return HeaderBlocks.any(
                bytes,
                part,
                (fields, field) ->
                        field.name().toLowerCase(Locale.ROOT).equals(lower) && needle.isIn(fields.decoded(field)));
    }

    private static boolean inField(HeaderFields fields, HeaderFields.Field field, Needle needle) {
        var search = needle.search();
        search.accept(CharBuffer.wrap(field.name()));
        search.accept(CharBuffer.wrap(": "));
        search.accept(CharBuffer.wrap(fields.decoded(field)));
        return search.found();
    }

    /// A multipart in which no part was found is taken for text, as FETCH shows it.
    private static boolean isText(Part part) {
        String type = part.type().type();
        return part.children().isEmpty() && (type.equals("TEXT") || type.equals("MESSAGE") || type.equals("MULTIPART"));
    }
}
