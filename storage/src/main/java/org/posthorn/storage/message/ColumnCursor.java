package org.posthorn.storage.message;

/// The columns of one message as they stand in its record (see [StoredColumns]): nothing is copied, so that a hundred
/// thousand can be looked at. To be read from the first to the last, each once; not thread-safe.
public final class ColumnCursor {
    private final RowCursor in;

    ColumnCursor(RowCursor in) {
        this.in = in;
    }

    /// When it was sent by its Date field, in milliseconds since 1970; `otherwise` where the field says nothing.
    public long sent(long otherwise) {
        return in.number() == 0 ? otherwise : in.signed();
    }

    /// Whether the subject says that it is one.
    public boolean replyOrForward() {
        return in.number() != 0;
    }

    /// May be empty; case as written.
    public Slice baseSubject() {
        return in.text();
    }

    /// Its own, absent when it has none.
    public Slice messageId() {
        return in.text();
    }

    /// How many follow, each to be read by [#reference].
    public int references() {
        return in.count();
    }

    /// The next one, the oldest first.
    public Slice reference() {
        return in.text();
    }

    /// The only reference where there are no others.
    public Slice inReplyTo() {
        return in.text();
    }
}
