package org.posthorn.storage;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.posthorn.storage.Finding.Where;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;

/// Verifies what is left of deleted mail: each mark is about something deleted, each deleted mailbox has its
/// mark and is not there; and the rows whose key says everything.
final class DeletionCheck {
    private static final byte[] MARK = {1};

    private final RowReader rows;
    private final Findings findings;
    private final Where where;
    private final Repair repair;
    private final Instant now;
    private final AccountState state;

    DeletionCheck(RowReader rows, Findings findings, Where where, Repair repair, Instant now, AccountState state) {
        this.rows = rows;
        this.findings = findings;
        this.where = where;
        this.repair = repair;
        this.now = now;
        this.state = state;
    }

    void run() {
        rows.all(Keys.deletedMailboxes()).forEach(this::checkMailbox);
        rows.engine().scan(rows.scope(), Table.ACCOUNT, Range.prefix(Keys.deletions()), row -> {
            checkMark(row, "a mark of a deletion");
            check(row, Deletion.of(row.key()));
            return true;
        });
        for (var row : rows.all(Keys.subscriptions())) {
            checkMark(row, "the subscription of " + Keys.behindKind(row.key()).restAsText());
        }
    }

    private void checkMailbox(Engine.Entry row) {
        var id = new MailboxId((int) Keys.behindKind(row.key()).u32());
        if (state.held(id).isPresent()) {
            findings.tell(Damage.DELETION, where.in("mailbox " + id.value()), "it is there, but marked as deleted");
            repair.delete(Table.ACCOUNT, row.key());
            return;
        }
        var sound = RowReader.decoded(
                () -> DeletedMailbox.ofBytes(id, row.value()),
                why -> findings.tell(
                        Damage.DELETED_MAILBOX,
                        where.in("mailbox " + id.value()),
                        "it was deleted, and its row is damaged: " + why));
        var deleted = sound.orElseGet(
                () -> new DeletedMailbox(id, new MailboxName("Recovered/" + id.value()), 0, Set.of(), deletedAt(id)));
        byte[] mark = new Deletion.OfMailbox(deleted.deletedAt(), id).key();
        if (sound.isEmpty()) {
            repair.put(Table.ACCOUNT, row.key(), deleted.toBytes());
            repair.put(Table.ACCOUNT, mark, Deletion.MARK);
        } else if (!rows.isThere(Table.ACCOUNT, mark)) {
            findings.tell(
                    Damage.DELETION,
                    where.in(deleted.name().text()),
                    "it was deleted, and the sweeper will not find it");
            repair.put(Table.ACCOUNT, mark, Deletion.MARK);
        }
    }

    private Instant deletedAt(MailboxId id) {
        return rows.all(Keys.deletions()).stream()
                .map(row -> Deletion.of(row.key()))
                .filter(deletion -> deletion instanceof Deletion.OfMailbox box
                        && box.mailbox().equals(id))
                .map(Deletion::at)
                .findFirst()
                .orElse(now);
    }

    private void check(Engine.Entry row, Deletion deletion) {
        boolean right = switch (deletion) {
            case Deletion.OfMessage message -> isDeleted(message);
            case Deletion.OfMailbox box ->
                rows.isThere(Table.ACCOUNT, Keys.deletedMailbox(box.mailbox().value()));
            // Says that a message may be garbage, and is right either way.
            case Deletion.Unkept _ -> true;
        };
        if (!right) {
            findings.tell(Damage.DELETION_STRAY, where, "a mark of a deletion, of " + deletion + ", that was none");
            repair.delete(Table.ACCOUNT, row.key());
        }
    }

    /// A row that is damaged is mended with the time of its mark.
    private boolean isDeleted(Deletion.OfMessage message) {
        var id = message.id();
        var row = rows.engine()
                .get(
                        rows.scope(),
                        Table.ACCOUNT,
                        Keys.place(id.messageId(), id.mailbox().value(), id.uid()));
        var place = row.map(value -> RowReader.decoded(() -> DeletedPlace.ofBytes(value), _ -> {}));
        return place.isPresent()
                && (place.get().isEmpty()
                        || place.get()
                                .get()
                                .filter(it -> it.deletedAt().equals(message.at()))
                                .isPresent());
    }

    private void checkMark(Engine.Entry row, String what) {
        if (!Arrays.equals(row.value(), MARK)) {
            findings.tell(Damage.MARK, where, what + ": the row is damaged");
            repair.mark(rows.scopeId(), row.key());
        }
    }
}
