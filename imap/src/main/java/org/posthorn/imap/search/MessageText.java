package org.posthorn.imap.search;

import java.nio.CharBuffer;
import org.posthorn.common.mime.HeaderFields;
import org.posthorn.imap.fetch.MessageBytes;
import org.posthorn.storage.message.StoredPart;

/// Where BODY and TEXT look: text parts and parts of messages, at every depth; for TEXT also every header, those of
/// parts included (RFC 9051 §6.4.4). Parts of other types are not text.
final class MessageText {
    private MessageText() {}

    static boolean inBody(MessageBytes bytes, StoredPart part, Needle needle) {
        for (var child : part.children()) {
            if (inBody(bytes, child, needle)) {
                return true;
            }
        }
        return isText(part) && PartText.contains(bytes, part, needle);
    }

    static boolean inHeaders(MessageBytes bytes, StoredPart part, Needle needle) {
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
    static boolean inField(MessageBytes bytes, StoredPart part, String name, Needle needle) {
        return HeaderBlocks.any(bytes, part, name, (fields, field) -> needle.isIn(fields.decoded(field)));
    }

    /// Whether the first field of the name, in any case, has the text behind its colon.
    static boolean inFirst(MessageBytes bytes, StoredPart part, String name, Needle needle) {
        var found = new boolean[1];
        HeaderBlocks.any(bytes, part, name, (fields, field) -> {
            found[0] = needle.isIn(fields.decoded(field));
            return true;
        });
        return found[0];
    }

    private static boolean inField(HeaderFields fields, HeaderFields.Field field, Needle needle) {
        var search = needle.search();
        search.accept(CharBuffer.wrap(field.name()));
        search.accept(CharBuffer.wrap(": "));
        search.accept(CharBuffer.wrap(fields.decoded(field)));
        return search.found();
    }

    /// A multipart in which no part was found is taken for text, as FETCH shows it.
    private static boolean isText(StoredPart part) {
        var type = part.type();
        return (type.is("TEXT") || type.is("MESSAGE") || type.is("MULTIPART"))
                && part.children().isEmpty();
    }
}
