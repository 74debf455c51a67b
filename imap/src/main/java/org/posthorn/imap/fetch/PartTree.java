package org.posthorn.imap.fetch;

import java.util.List;
import java.util.Optional;
import org.posthorn.common.mime.ContentType;
import org.posthorn.common.mime.Parameter;
import org.posthorn.common.mime.Part;
import org.posthorn.storage.message.StoredPart;

/// A message's parts as IMAP numbers them (RFC 9051 §6.4.5.1), for structure and sections alike, so that whatever
/// BODYSTRUCTURE shows can be fetched.
final class PartTree {
    private PartTree() {}

    /// Bytes `[from, to)` of the message.
    record Span(long from, long to) {
        long length() {
            return to - from;
        }
    }

    private static final ContentType TEXT =
            new ContentType("TEXT", "PLAIN", List.of(new Parameter("CHARSET", "us-ascii")));

    private static final Optional<String> ABSENT = Optional.empty();

    static boolean isMessage(StoredPart part) {
        return part.type().is("MESSAGE")
                && (part.subtype().is("RFC822") || part.subtype().is("GLOBAL"));
    }

    /// The parts of a multipart, or the message in a message part; never empty for these two.
    static List<StoredPart> children(StoredPart part) {
        var children = part.children();
        if (!children.isEmpty()) {
            return children;
        }
        if (part.isMultipart()) {
            // RFC 9051 §9 body-type-mpart wants a part where the mail has none: what is there, then, is one of text.
            return List.of(text(part.bodyStart(), part.bodyEnd(), part.lines()));
        }
        if (isMessage(part)) {
            // Encoded, or nested too deeply to be read: RFC 9051 §9 body-type-msg wants a message all the same.
            return List.of(text(part.bodyEnd(), part.bodyEnd(), 0));
        }
        return List.of();
    }

    private static StoredPart text(long from, long to, long lines) {
        return StoredPart.of(new Part(
                from,
                from,
                to,
                lines,
                TEXT,
                "7BIT",
                ABSENT,
                ABSENT,
                ABSENT,
                Optional.empty(),
                List.of(),
                ABSENT,
                List.of(),
                Optional.empty()));
    }

    /// The part with a number; the root without one.
    static Optional<StoredPart> find(StoredPart root, List<Long> number) {
        var part = root;
        boolean message = true;
        for (long n : number) {
            if (!message && isMessage(part)) {
                // RFC 9051 §6.4.5.1: numbers behind a message part count the parts of the message's body.
                part = children(part).getFirst();
                message = true;
            }
            if (part.isMultipart() && n <= children(part).size()) {
                part = children(part).get((int) n - 1);
            } else if (part.isMultipart() || !message || n != 1) {
                return Optional.empty();
            }
            // Else: the body of a message that is no multipart is its part 1.
            message = false;
        }
        return Optional.of(part);
    }

    /// Where the bytes of a section are: for header fields, the whole header.
    ///
    /// @param size octets of the message, so that all of it is all of it however it was understood
    static Optional<Span> locate(StoredPart root, long size, Section section) {
        boolean numbered = !section.part().isEmpty();
        var part = find(root, section.part());
        return switch (section.kind()) {
            case CONTENT -> part.map(p -> numbered ? new Span(p.bodyStart(), p.bodyEnd()) : new Span(0, size));
            case MIME -> part.map(PartTree::header);
            case HEADER, FIELDS, FIELDS_NOT ->
                part.flatMap(p -> message(p, numbered)).map(PartTree::header);
            case TEXT ->
                part.flatMap(p -> message(p, numbered))
                        .map(m -> new Span(m.bodyStart(), numbered ? m.bodyEnd() : size));
        };
    }

    /// RFC 9051 §6.4.5.1: HEADER and TEXT behind a number are those of the message in a message part.
    private static Optional<StoredPart> message(StoredPart part, boolean numbered) {
        if (!numbered) {
            return Optional.of(part);
        }
        return isMessage(part) ? Optional.of(children(part).getFirst()) : Optional.empty();
    }

    private static Span header(StoredPart part) {
        return new Span(part.headerStart(), part.bodyStart());
    }
}
