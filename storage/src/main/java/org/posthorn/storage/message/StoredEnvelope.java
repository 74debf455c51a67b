package org.posthorn.storage.message;

import java.util.Optional;
import org.posthorn.storage.Refused;

/// The fields of a message that lists show of it, as they stand in its record: raw, unfolded, addresses taken apart
/// (see [org.posthorn.common.mime.Envelope], [org.posthorn.common.mime.AddressList]). To be read from the first to the
/// last; not thread-safe.
public final class StoredEnvelope {
    private final RowCursor in;

    /// Who is in an address field, one after the other.
    ///
    /// @param kind  what this is
    /// @param name  the display name, or the group's name
    /// @param route the obsolete source route
    /// @param local absent where it is no address
    public record Entry(Kind kind, Slice name, Slice route, Slice local, Slice domain) {}

    /// What stands in an address field.
    public enum Kind {
        ADDRESS,
        GROUP,
        GROUP_END
    }

    /// The address fields, in their order.
    public enum Field {
        FROM,
        SENDER,
        REPLY_TO,
        TO,
        CC,
        BCC
    }

    StoredEnvelope(RowCursor in) {
        this.in = in;
    }

    /// Date, Subject, and behind the six address fields In-Reply-To and Message-ID.
    public Slice text() {
        return in.text();
    }

    /// How many entries the next address field has: From, Sender, Reply-To, To, Cc, Bcc.
    public int entries() {
        return in.count();
    }

    public Entry entry() {
        return switch ((int) in.number()) {
            case StructureRow.ADDRESS -> new Entry(Kind.ADDRESS, in.text(), in.text(), in.text(), in.text());
            case StructureRow.GROUP -> new Entry(Kind.GROUP, in.text(), Slice.ABSENT, Slice.ABSENT, Slice.ABSENT);
            case StructureRow.GROUP_END ->
                new Entry(Kind.GROUP_END, Slice.ABSENT, Slice.ABSENT, Slice.ABSENT, Slice.ABSENT);
            default -> throw RowCursor.damaged();
        };
    }

    /// The first entry of an address field, if it has one. Nothing was read before, and nothing can be read behind.
    public Optional<Entry> first(Field field) {
        in.skip(2);
        for (int before = field.ordinal(); before > 0; before--) {
            for (int left = entries(); left > 0; left--) {
                skipEntry();
            }
        }
        return entries() == 0 ? Optional.empty() : Optional.of(entry());
    }

    private void skipEntry() {
        switch ((int) in.number()) {
            case StructureRow.ADDRESS -> in.skip(4);
            case StructureRow.GROUP -> in.skip(1);
            case StructureRow.GROUP_END -> {} // nothing more
            default -> throw RowCursor.damaged();
        }
    }

    /// @throws Refused DAMAGED
    void verify() {
        in.skip(2);
        for (int field = 0; field < 6; field++) {
            for (int left = entries(); left > 0; left--) {
                entry();
            }
        }
        in.skip(2);
        if (in.more()) {
            throw RowCursor.damaged();
        }
    }
}
