package org.posthorn.storage;

import java.util.LinkedHashMap;
import java.util.Optional;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;
import org.posthorn.storage.message.Placement;

/// The state of a mailbox by its placements: which messages are there is what they say; flags are those that were known
/// of before, as far as their messages are there.
record PlacedState(RowReader rows, MailboxId mailbox) {

    MailboxState of(MailboxState known, long uidValidity, long uidNext, long highestModSeq) {
        var uids = new UidsBuilder();
        var numbers = new long[] {uidNext, highestModSeq, 0};
        var prefix = Range.prefix(Keys.placements(mailbox.value()));
        rows.engine().scan(rows.scope(), Table.ACCOUNT, prefix, row -> {
            long uid = PlacementReader.uidOf(row.key());
            uids.add(uid);
            numbers[0] = Math.max(numbers[0], uid + 1);
            RowReader.decoded(() -> Placement.ofBytes(uid, row.value()), _ -> {})
                    .ifPresent(placement -> {
                        numbers[1] = Math.max(numbers[1], placement.modSeq());
                        numbers[2] += placement.size();
                    });
            return true;
        });
        var there = uids.build();
        there = there.or(placedElsewhere(known.uids().minus(there)));
        var flags = new LinkedHashMap<Flag, Uids>();
        for (var flag : known.flags()) {
            flags.put(flag, known.with(flag).and(there));
        }
        return MailboxState.empty(mailbox, uidValidity, numbers[1])
                .added(there, flags)
                .seenAsIn(known)
                .counted(new MailboxState.Counters(numbers[0], numbers[1], numbers[2]));
    }

    /// Of messages without a placement, those that still know where they were: only the placement is lost.
    private Uids placedElsewhere(Uids missing) {
        var found = new UidsBuilder();
        if (!missing.isEmpty()) {
            rows.engine().scan(rows.scope(), Table.ACCOUNT, Range.prefix(Keys.places()), row -> {
                var key = Keys.behindKind(row.key());
                key.u64();
                if (key.u32() == mailbox.value()) {
                    long uid = key.u32();
                    var live = RowReader.decoded(() -> DeletedPlace.ofBytes(row.value()), _ -> {})
                            .map(Optional::isEmpty)
                            .orElse(true);
                    if (live && missing.contains(uid)) {
                        found.add(uid);
                    }
                }
                return true;
            });
        }
        return found.build();
    }
}
