package org.posthorn.storage.message;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.common.mime.Part;

/// A part of a stored message, read from its record as far as it is asked for. Immutable.
///
/// What it tells of offsets counts from the first byte of the message as it is kept, its trace header included.
public final class StoredPart {
    private final byte[] row;
    private final int end;
    private final long trace;
    private final long headerStart;
    private final long bodyStart;
    private final long bodyEnd;
    private final long lines;
    private final int envelope;
    private final int envelopeEnd;
    private final Slice type;
    private final Slice subtype;
    private final int fields;
    private final int children;

    /// @param in    at the part; behind its fields afterwards
    /// @param trace octets in front of the message's own first byte
    /// @param root  whether it is the message itself: the trace header is part of its header
    private StoredPart(RowCursor in, int end, long trace, boolean root) {
        this.row = in.bytes();
        this.end = end;
        this.trace = trace;
        long start = in.number() + trace;
        this.headerStart = root ? 0 : start;
        this.bodyStart = start + in.number();
        this.bodyEnd = bodyStart + in.number();
        this.lines = in.number();
        int length = in.count();
        this.envelope = in.position();
        in.skipBytes(length);
        this.envelopeEnd = in.position();
        this.type = in.text();
        this.subtype = in.text();
        length = in.count();
        this.fields = in.position();
        in.skipBytes(length);
        this.children = in.position();
    }

    static StoredPart root(byte[] row, int from, int end, long trace) {
        return new StoredPart(new RowCursor(row, from, end), end, trace, true);
    }

    /// A part that is in no record.
    public static StoredPart of(Part part) {
        byte[] row = StructureRow.of(part);
        return new StoredPart(new RowCursor(row, 0, row.length), row.length, 0, false);
    }

    public long headerStart() {
        return headerStart;
    }

    public long bodyStart() {
        return bodyStart;
    }

    public long bodyEnd() {
        return bodyEnd;
    }

    /// Octets of the body as it is encoded.
    public long bodySize() {
        return bodyEnd - bodyStart;
    }

    public long lines() {
        return lines;
    }

    /// Upper case.
    public Slice type() {
        return type;
    }

    /// Upper case.
    public Slice subtype() {
        return subtype;
    }

    public boolean isMultipart() {
        return type.is("MULTIPART");
    }

    /// Whether it is a message, so that it has an [#envelope()].
    public boolean hasEnvelope() {
        return envelopeEnd > envelope;
    }

    public StoredEnvelope envelope() {
        return new StoredEnvelope(new RowCursor(row, envelope, envelopeEnd));
    }

    /// What its header says of its body, in this order: parameters of its type (how many; name and value of each), id,
    /// description, encoding, MD5, kind of disposition, parameters of that, languages (how many; each), location.
    public RowCursor fields() {
        return new RowCursor(row, fields, children);
    }

    /// Upper case, as declared, else `7BIT`.
    public String encoding() {
        var in = fields();
        in.skip(2 * in.count());
        return in.skip(2).text().toString();
    }

    /// The first parameter of its type that has this name.
    ///
    /// @param name in upper case
    public Slice parameter(String name) {
        var in = fields();
        for (int left = in.count(); left > 0; left--) {
            boolean found = in.text().is(name);
            var value = in.text();
            if (found) {
                return value;
            }
        }
        return Slice.ABSENT;
    }

    /// Those of a multipart, or the one message of a message part; a list of its own each time.
    public List<StoredPart> children() {
        var in = new RowCursor(row, children, end);
        int count = in.count();
        if (count == 0) {
            return List.of();
        }
        var found = new ArrayList<StoredPart>(Math.min(count, 16));
        for (int left = count; left > 0; left--) {
            var child = new StoredPart(in, end, trace, false);
            found.add(child);
            if (left > 1) {
                skipChildren(in);
            }
        }
        return found;
    }

    private void skipChildren(RowCursor in) {
        for (int left = in.count(); left > 0; left--) {
            new StoredPart(in, end, trace, false);
            skipChildren(in);
        }
    }

    /// Walks over all that can be asked for.
    ///
    /// @throws org.posthorn.storage.Refused DAMAGED
    void verify() {
        if (hasEnvelope()) {
            envelope().verify();
        }
        var in = fields();
        in.skip(2 * in.count()).skip(5);
        in.skip(2 * in.count());
        in.skip(in.count() + 1);
        if (in.more()) {
            throw RowCursor.damaged();
        }
        children().forEach(StoredPart::verify);
    }
}
