package org.posthorn.storage;

import java.util.ArrayList;
import java.util.function.Consumer;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.Placement;

/// Reads placements in bulk: neighbours by scanning, scattered ones by their keys. Thread-safe.
record PlacementReader(Engine engine, Scope scope) {
    /// Keys asked for at once.
    private static final int GROUP = 256;
    /// A row passed over in a scan costs a twentieth of a row looked up.
    private static final int SCAN_FACTOR = 16;

    /// Visits the placements that exist, ascending.
    void read(MailboxId mailbox, Uids uids, Consumer<Placement> visitor) {
        if (uids.isEmpty()) {
            return;
        }
        long span = uids.last() - uids.first() + 1;
        if (span <= (long) uids.count() * SCAN_FACTOR && uids.count() > 1) {
            scan(mailbox, uids, visitor);
        } else {
            lookUp(mailbox, uids, visitor);
        }
    }

    private void scan(MailboxId mailbox, Uids uids, Consumer<Placement> visitor) {
        var first = Keys.placement(mailbox.value(), uids.first());
        var last = Keys.placement(mailbox.value(), uids.last());
        engine.scan(scope, Table.ACCOUNT, new Range(first, Range.prefix(last).to()), row -> {
            long uid = uidOf(row.key());
            if (uids.contains(uid)) {
                visitor.accept(placement(uid, row.value()));
            }
            return true;
        });
    }

    private void lookUp(MailboxId mailbox, Uids uids, Consumer<Placement> visitor) {
        var members = uids.iterator();
        while (members.hasNext()) {
            var asked = new ArrayList<Long>();
            var keys = new ArrayList<byte[]>();
            while (members.hasNext() && asked.size() < GROUP) {
                long uid = members.nextLong();
                asked.add(uid);
                keys.add(Keys.placement(mailbox.value(), uid));
            }
            var rows = engine.multiGet(scope, Table.ACCOUNT, keys);
            for (int i = 0; i < rows.size(); i++) {
                long uid = asked.get(i);
                rows.get(i).ifPresent(row -> visitor.accept(placement(uid, row)));
            }
        }
    }

    private static Placement placement(long uid, byte[] row) {
        try {
            return Placement.ofBytes(uid, row);
        } catch (BytesReader.Malformed _) {
            throw new Refused(Refused.Why.DAMAGED, "the placement of UID " + uid + " is damaged");
        }
    }

    static long uidOf(byte[] key) {
        var in = Keys.behindKind(key);
        in.u32();
        return in.u32();
    }
}
