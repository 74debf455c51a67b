package org.posthorn.storage;

import java.time.Instant;
import java.util.Set;
import org.posthorn.storage.Finding.Where;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.StoredMessage;

/// Verifies an account's messages: each lies somewhere, be it among the deleted ones, and counts as a user of its blob.
final class MessageCheck {
    private final RowReader rows;
    private final AccountId id;
    private final Findings findings;
    private final Where where;
    private final Repair repair;
    private final Instant now;
    private final PlacedMessages placed;
    private final Set<Long> strayed;

    /// @param placed  messages that have a placement
    /// @param strayed messages some of whose places are none
    MessageCheck(
            RowReader rows,
            AccountId id,
            Findings findings,
            Where where,
            Repair repair,
            Instant now,
            PlacedMessages placed,
            Set<Long> strayed) {
        this.rows = rows;
        this.id = id;
        this.findings = findings;
        this.where = where;
        this.repair = repair;
        this.now = now;
        this.placed = placed;
        this.strayed = strayed;
    }

    void run() {
        rows.engine().scan(rows.scope(), Table.MESSAGE, Range.prefix(Keys.everything()), row -> {
            check(new BytesReader(row.key()).u64(), row.value());
            return true;
        });
    }

    private void check(long messageId, byte[] row) {
        var why = new String[] {""};
        var message = RowReader.message(messageId, row, text -> why[0] = text);
        boolean candidate = isPlaced(messageId) || rows.isThere(Table.ACCOUNT, new Deletion.Unkept(messageId).key());
        var here = where.message(messageId).letter(Findings.letter(message));
        if (message.isEmpty()) {
            if (!placed.contains(messageId)) {
                findings.tell(Damage.MESSAGE_DAMAGED, here, "its record is damaged: " + why[0]);
            }
            return;
        }
        if (!candidate) {
            findings.tell(Damage.MESSAGE_NOWHERE, here, "lies in no mailbox");
            repair.recover(new Placement(0, messageId, message.get().size(), now, now, 0));
        }
        checkBlobRef(here, message.get());
    }

    private boolean isPlaced(long messageId) {
        return placed.contains(messageId)
                || !strayed.contains(messageId)
                        && rows.engine().any(rows.scope(), Table.ACCOUNT, Keys.places(messageId));
    }

    private void checkBlobRef(Where here, StoredMessage message) {
        var blob = message.blob();
        if (blob.isNone()) {
            if (message.blobSize() != 0) {
                findings.tell(Damage.MESSAGE_DAMAGED, here, "it has no blob for " + message.blobSize() + " octets");
            }
            return;
        }
        byte[] ref = Keys.blobRef(blob.blobId(), id.value(), message.messageId());
        var home = Scope.account(blob.home());
        if (rows.engine().get(home, Table.ACCOUNT, ref).isEmpty()) {
            findings.tell(Damage.BLOB_REF_MISSING, here, "it does not count as a user of its blob " + blob.blobId());
            repair.mark(blob.home(), ref);
        }
    }
}
