package org.posthorn.storage;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.message.Placement;

/// UIDs without a placement: the rows that messages are found by still say whose they are, and the messages' records
/// how large. The date of arrival is taken from another copy of the message, where there is one.
final class LostPlacements {
    private final RowReader rows;
    private final Findings findings;
    private final Repair repair;
    private final Instant now;
    /// By mailbox and UID.
    private final Map<Place, Long> messages = new HashMap<>();

    private record Place(MailboxId mailbox, long uid) {}

    LostPlacements(RowReader rows, Findings findings, Repair repair, Instant now) {
        this.rows = rows;
        this.findings = findings;
        this.repair = repair;
        this.now = now;
    }

    void mend(Collection<MailboxCheck> mailboxes) {
        if (mailboxes.stream().allMatch(each -> each.unplaced().isEmpty())) {
            return;
        }
        var byId = new HashMap<MailboxId, MailboxCheck>();
        mailboxes.forEach(each -> byId.put(each.id(), each));
        rows.engine().scan(rows.scope(), Table.ACCOUNT, Range.prefix(Keys.places()), row -> {
            var key = Keys.behindKind(row.key());
            long messageId = key.u64();
            var mailbox = new MailboxId((int) key.u32());
            long uid = key.u32();
            if (byId.containsKey(mailbox) && byId.get(mailbox).unplaced().contains(uid)) {
                messages.put(new Place(mailbox, uid), messageId);
            }
            return true;
        });
        for (var mailbox : mailboxes) {
            for (var uids = mailbox.unplaced().iterator(); uids.hasNext(); ) {
                mend(mailbox, uids.nextLong());
            }
        }
    }

    private void mend(MailboxCheck mailbox, long uid) {
        var messageId = Optional.ofNullable(messages.get(new Place(mailbox.id(), uid)));
        var message = messageId.flatMap(rows::message);
        var where = mailbox.where().uid(uid).message(messageId.orElse(0L)).letter(Findings.letter(message));
        byte[] key = Keys.placement(mailbox.id().value(), uid);
        String how = rows.isThere(Table.ACCOUNT, key) ? "its placement is damaged" : "its placement is gone";
        if (message.isPresent()) {
            findings.tell(Damage.PLACEMENT_LOST, where, how);
            long size = message.get().size();
            var date = dateOfCopy(messageId.get());
            var placement = new Placement(uid, messageId.get(), size, date, now, mailbox.highestModSeq());
            repair.put(Table.ACCOUNT, key, placement.toBytes());
            mailbox.placed(placement);
        } else if (messageId.isPresent() && rows.isThere(Table.MESSAGE, Keys.message(messageId.get()))) {
            findings.tell(Damage.MESSAGE_DAMAGED, where, how + ", and the message's record is damaged");
        } else {
            findings.tell(Damage.MESSAGE_LOST, where, how + ", and the message is gone");
            repair.delete(Table.ACCOUNT, key);
            messageId.ifPresent(id ->
                    repair.delete(Table.ACCOUNT, Keys.place(id, mailbox.id().value(), uid)));
            repair.expunge(mailbox.id(), uid);
        }
    }

    private Instant dateOfCopy(long messageId) {
        for (var row : rows.all(Keys.places(messageId))) {
            var key = Keys.behindKind(row.key());
            key.u64();
            int mailbox = (int) key.u32();
            long uid = key.u32();
            var copy = rows.engine()
                    .get(rows.scope(), Table.ACCOUNT, Keys.placement(mailbox, uid))
                    .flatMap(value -> RowReader.decoded(() -> Placement.ofBytes(uid, value), _ -> {}));
            if (copy.isPresent()) {
                return copy.get().internalDate();
            }
        }
        return now;
    }
}
