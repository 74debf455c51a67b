package org.posthorn.imap.fetch;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.storage.message.RowCursor;
import org.posthorn.storage.message.Slice;
import org.posthorn.storage.message.StoredPart;

/// Writes `body` (RFC 9051 §7.5.2, §9): the structure of a message, from its record. Parts nest as deeply as the MIME
/// parser lets them.
///
/// @param text     writes into the line what needs more than quotes
/// @param extended whether with extension data, as BODYSTRUCTURE has it and BODY must not
record StructureEncoder(LineBuffer line, ImapEncoder text, EnvelopeEncoder fields, boolean extended) {

    StructureEncoder(LineBuffer line, ImapEncoder text, boolean extended) {
        this(line, text, new EnvelopeEncoder(line, text), extended);
    }

    void write(StoredPart part) throws PeerGone {
        line.ascii("(");
        if (part.isMultipart()) {
            multipart(part);
        } else {
            single(part);
        }
        line.ascii(")");
    }

    private void multipart(StoredPart part) throws PeerGone {
        for (var child : PartTree.children(part)) {
            write(child);
        }
        line.ascii(" ");
        string(part.subtype());
        if (extended) {
            line.ascii(" ");
            var in = part.fields();
            parameters(in, false);
            extension(in.skip(4));
        }
    }

    private void single(StoredPart part) throws PeerGone {
        boolean isText = part.type().is("TEXT");
        string(part.type());
        line.ascii(" ");
        string(part.subtype());
        line.ascii(" ");
        var in = part.fields();
        parameters(in, isText);
        line.ascii(" ");
        fields.plain(in.text());
        line.ascii(" ");
        fields.words(in.text());
        line.ascii(" ");
        fields.plain(in.text());
        line.ascii(" ").number(part.bodySize());
        if (isNested(part)) {
            var message = PartTree.children(part).getFirst();
            line.ascii(" ");
            fields.write(message);
            line.ascii(" ");
            write(message);
            line.ascii(" ").number(part.lines());
        } else if (isText) {
            line.ascii(" ").number(part.lines());
        }
        if (extended) {
            line.ascii(" ");
            fields.plain(in.text());
            extension(in);
        }
    }

    /// RFC 3501 §9 knows envelopes only in MESSAGE/RFC822: what MESSAGE/GLOBAL holds is for clients that came later.
    private boolean isNested(StoredPart part) {
        return PartTree.isMessage(part) && (part.subtype().is("RFC822") || text.dialect() == Dialect.UTF8);
    }

    /// What single parts and multiparts have alike: disposition, language, location.
    private void extension(RowCursor in) throws PeerGone {
        line.ascii(" ");
        disposition(in);
        line.ascii(" ");
        int languages = in.count();
        if (languages == 0) {
            line.ascii("NIL");
        } else {
            line.ascii("(");
            for (int i = 0; i < languages; i++) {
                line.ascii(i == 0 ? "" : " ");
                fields.plain(in.text());
            }
            line.ascii(")");
        }
        line.ascii(" ");
        fields.plain(in.text());
    }

    private void disposition(RowCursor in) throws PeerGone {
        var kind = in.text();
        if (!kind.isPresent()) {
            in.count(); // none has no parameters
            line.ascii("NIL");
            return;
        }
        line.ascii("(");
        fields.plain(kind);
        line.ascii(" ");
        parameters(in, false);
        line.ascii(")");
    }

    /// @param isText of text; RFC 2045 §5.2: without a charset it is US-ASCII. (RFC 9051 §7.5.2: the server fills in
    ///               what is left out.)
    private void parameters(RowCursor in, boolean isText) throws PeerGone {
        int count = in.count();
        boolean needsCharset = isText;
        for (int i = 0; i < count; i++) {
            line.ascii(i == 0 ? "(" : " ");
            var name = in.text();
            needsCharset &= !startsWithCharset(name);
            parameter(name, in.text());
        }
        if (needsCharset) {
            line.ascii(count == 0 ? "(" : " ").ascii("\"CHARSET\" \"us-ascii\"");
        }
        line.ascii(count > 0 || needsCharset ? ")" : "NIL");
    }

    private static boolean startsWithCharset(Slice name) {
        int length = "CHARSET".length();
        return name.length() >= length && new Slice(name.bytes(), name.from(), name.from() + length).is("CHARSET");
    }

    private void parameter(Slice name, Slice value) throws PeerGone {
        int before = line.length();
        if (line.quoted(name) && line.ascii(" ").quoted(value)) {
            return;
        }
        line.cut(before);
        String cleanName = HeaderText.clean(name.toString());
        String cleanValue = HeaderText.clean(value.toString());
        boolean plain = text.dialect() == Dialect.UTF8 || HeaderText.isAscii(cleanValue);
        // RFC 9051 §7.5.2 has the decoded value under "name*"; clients of RFC 3501 read what RFC 2231 §4 writes.
        text.string(plain ? cleanName : cleanName + "*")
                .space()
                .string(plain ? cleanValue : HeaderText.extendedValue(cleanValue));
    }

    private void string(Slice word) throws PeerGone {
        if (!line.quoted(word)) {
            text.string(word.toString());
        }
    }
}
