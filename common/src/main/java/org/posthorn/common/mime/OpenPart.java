package org.posthorn.common.mime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A part whose end is not yet known: its header, and the children that have ended.
final class OpenPart {

    private final Place headerStart;
    private final boolean wholeMessage;
    private final boolean inDigest;
    private final ArrayList<Part> children = new ArrayList<>(2);

    private ContentFields content = ContentFields.NONE;
    private Optional<Envelope> envelope = Optional.empty();
    private Place bodyStart;
    private byte[] boundary = new byte[0];

    private OpenPart(Place headerStart, boolean wholeMessage, boolean inDigest) {
        this.headerStart = headerStart;
        this.bodyStart = headerStart;
        this.wholeMessage = wholeMessage;
        this.inDigest = inDigest;
    }

    static OpenPart message(Place headerStart) {
        return new OpenPart(headerStart, true, false);
    }

    /// A part of this multipart. RFC 2046 §5.1.5: in a digest it is a message unless it says otherwise.
    OpenPart child(Place headerStart) {
        return new OpenPart(headerStart, false, content.type().is("MULTIPART", "DIGEST"));
    }

    boolean startsBehind(Place place) {
        return headerStart.offset() > place.offset();
    }

    void header(HeaderFields fields, Place bodyStart) {
        this.bodyStart = bodyStart;
        content = ContentFields.of(fields, inDigest);
        envelope = wholeMessage ? Optional.of(Envelope.of(fields)) : Optional.empty();
    }

    /// Whether parts can be found in it. One without a boundary stays opaque. RFC 2045 §6.4 allows a
    /// multipart no encoding but the identities; what mail declares beside them is never true, so it is
    /// ignored here.
    boolean isMultipart() {
        return content.type().isMultipart() && content.boundary().length > 0;
    }

    /// Whether its body is a message that can be read as it stands: RFC 2046 §5.2.1 allows only identity
    /// encodings, RFC 6532 §3.7 any, and one that is encoded stays opaque.
    boolean isMessage() {
        return (content.type().is("MESSAGE", "RFC822") || content.type().is("MESSAGE", "GLOBAL"))
                && content.isIdentity();
    }

    /// From now on, until [#shut], lines are compared with the boundary.
    void open() {
        boundary = content.boundary();
    }

    void shut() {
        boundary = new byte[0];
    }

    boolean isOpen() {
        return boundary.length > 0;
    }

    /// @param line begins with `--`; `length` is without padding
    boolean isDelimiter(byte[] line, int length, OpenParts.Fit fit) {
        int end = 2 + boundary.length;
        return isOpen()
                && (fit == OpenParts.Fit.WHOLE ? length == end : length > end && FieldText.isSpace(line[end]))
                && hasBoundary(line);
    }

    boolean isLastDelimiter(byte[] line, int length, OpenParts.Fit fit) {
        int end = 2 + boundary.length;
        // Behind a last delimiter, text that somebody appended (`</html>`) is no reason to miss it.
        return isOpen()
                && (fit == OpenParts.Fit.WHOLE ? length == end + 2 : length > end + 2)
                && line[end] == '-'
                && line[end + 1] == '-'
                && hasBoundary(line);
    }

    private boolean hasBoundary(byte[] line) {
        return Arrays.equals(line, 2, 2 + boundary.length, boundary, 0, boundary.length);
    }

    void add(Part child) {
        children.add(child);
    }

    /// @param before where the body ends, unless something in it lies behind that
    /// @param start  where it ends then: a delimiter that follows another one has no CRLF of its own
    Part end(Place before, Place start) {
        long least =
                children.isEmpty() ? bodyStart.offset() : children.getLast().bodyEnd();
        var end = before.offset() >= Math.max(least, bodyStart.offset()) ? before : start;
        return new Part(
                headerStart.offset(),
                bodyStart.offset(),
                end.offset(),
                end.linesSince(bodyStart),
                content.type(),
                content.encoding(),
                content.id(),
                content.description(),
                content.md5(),
                content.disposition(),
                content.language(),
                content.location(),
                List.copyOf(children),
                envelope);
    }
}
