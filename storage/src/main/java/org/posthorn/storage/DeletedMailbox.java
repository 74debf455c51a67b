package org.posthorn.storage;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.SpecialUse;

/// A mailbox that was deleted, and can be made again. Its messages are [DeletedMessage]s.
///
/// Stored, the id in the key:
///
///     deleted box := version u8 = 1, deletedAt varint, name text, uidValidity varint, uses u8, use text*
///                    deletedAt: milliseconds since 1970
///
/// The row outlives its messages' rows, since those were deleted before it or with it: as long as one of them
/// can be brought back, its name is known.
public record DeletedMailbox(MailboxId id, MailboxName name, long uidValidity, Set<SpecialUse> use, Instant deletedAt) {
    private static final int VERSION = 1;

    byte[] key() {
        return Keys.deletedMailbox(id.value());
    }

    byte[] toBytes() {
        var out = new BytesWriter(64)
                .u8(VERSION)
                .varint(deletedAt.toEpochMilli())
                .text(name.text())
                .varint(uidValidity)
                .u8(use.size());
        use.forEach(each -> out.text(each.attribute()));
        return out.toRow();
    }

    static DeletedMailbox ofBytes(MailboxId id, byte[] row) {
        var in = new BytesReader(row);
        in.version(VERSION);
        var deletedAt = Instant.ofEpochMilli(in.varint());
        var name = new MailboxName(in.text());
        long uidValidity = in.varint();
        var use = EnumSet.noneOf(SpecialUse.class);
        for (int left = in.u8(); left > 0; left--) {
            // One that a newer Posthorn knew is no reason to lose the mailbox.
            SpecialUse.of(in.text()).ifPresent(use::add);
        }
        return new DeletedMailbox(id, name, uidValidity, use, deletedAt);
    }
}
