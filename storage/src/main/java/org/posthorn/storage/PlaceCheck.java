package org.posthorn.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.storage.Finding.Where;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.message.Placement;

/// Verifies the places of messages: live ones have a placement, deleted ones have none and their mark.
final class PlaceCheck {
    private static final int GROUP = 256;

    private final RowReader rows;
    private final Findings findings;
    private final Where where;
    private final Repair repair;
    private final Instant now;
    private final AccountState state;
    private final Set<Long> strayed = new HashSet<>();
    private long live;

    PlaceCheck(RowReader rows, Findings findings, Where where, Repair repair, Instant now, AccountState state) {
        this.rows = rows;
        this.findings = findings;
        this.where = where;
        this.repair = repair;
        this.now = now;
        this.state = state;
    }

    void run(Collection<MailboxCheck> mailboxes) {
        rows.engine().scan(rows.scope(), Table.ACCOUNT, Range.prefix(Keys.places()), row -> {
            check(row);
            return true;
        });
        // As many as placements that were found by them: then they are the same ones.
        if (live != mailboxes.stream().mapToLong(MailboxCheck::placesFound).sum()) {
            findStrays();
        }
    }

    /// Messages some of whose places are none.
    Set<Long> strayed() {
        return strayed;
    }

    private void check(Engine.Entry row) {
        var id = id(row);
        var place = RowReader.decoded(() -> DeletedPlace.ofBytes(row.value()), why -> mend(id, row, why));
        if (place.isEmpty()) {
            return;
        }
        if (place.get().isEmpty()) {
            live++;
        } else {
            checkDeleted(id, place.get().get());
        }
    }

    private void checkDeleted(DeletedId id, DeletedPlace deleted) {
        byte[] mark = new Deletion.OfMessage(deleted.deletedAt(), id).key();
        if (isKnown(id)
                && rows.isThere(Table.ACCOUNT, Keys.placement(id.mailbox().value(), id.uid()))) {
            live++;
            findings.tell(Damage.PLACE_DAMAGED, where(id), "it is there, but marked as deleted");
            repair.put(Table.ACCOUNT, key(id), DeletedPlace.LIVE);
            repair.delete(Table.ACCOUNT, mark);
        } else if (!rows.isThere(Table.ACCOUNT, mark)) {
            findings.tell(Damage.DELETION, where(id), "it was deleted, and the sweeper will not find it");
            repair.put(Table.ACCOUNT, mark, Deletion.MARK);
        }
    }

    /// A row that can't be read: where the mailbox knows the message, it is live. Else it was deleted, and when is in
    /// its mark.
    private void mend(DeletedId id, Engine.Entry row, String why) {
        if (isKnown(id)) {
            live++;
            findings.tell(Damage.PLACE_DAMAGED, where(id), "its place is damaged: " + why);
            repair.put(Table.ACCOUNT, row.key(), DeletedPlace.LIVE);
            return;
        }
        findings.tell(Damage.DELETED_PLACE, where(id), "it was deleted, and what was kept of it is damaged: " + why);
        var marked = marked(id);
        long size = rows.message(id.messageId()).map(message -> message.size()).orElse(0L);
        var deleted = new DeletedPlace(marked.orElse(now), size, now, now, List.of());
        repair.put(Table.ACCOUNT, row.key(), deleted.toBytes());
        repair.put(Table.ACCOUNT, new Deletion.OfMessage(deleted.deletedAt(), id).key(), Deletion.MARK);
    }

    private Optional<Instant> marked(DeletedId id) {
        return rows.all(Keys.deletions()).stream()
                .map(row -> Deletion.of(row.key()))
                .filter(deletion -> deletion instanceof Deletion.OfMessage message
                        && message.id().equals(id))
                .map(Deletion::at)
                .findFirst();
    }

    private boolean isKnown(DeletedId id) {
        return state.held(id.mailbox())
                .filter(held -> held.state().uids().contains(id.uid()))
                .isPresent();
    }

    // ---- strays

    private void findStrays() {
        var group = new ArrayList<DeletedId>();
        rows.engine().scan(rows.scope(), Table.ACCOUNT, Range.prefix(Keys.places()), row -> {
            if (RowReader.decoded(() -> DeletedPlace.ofBytes(row.value()), _ -> {})
                    .filter(Optional::isEmpty)
                    .isPresent()) {
                group.add(id(row));
            }
            if (group.size() == GROUP) {
                findStrays(group);
            }
            return true;
        });
        findStrays(group);
    }

    private void findStrays(List<DeletedId> group) {
        var keys = group.stream()
                .map(id -> Keys.placement(id.mailbox().value(), id.uid()))
                .toList();
        var placements = rows.engine().multiGet(rows.scope(), Table.ACCOUNT, keys);
        for (int i = 0; i < group.size(); i++) {
            checkLive(group.get(i), placements.get(i));
        }
        group.clear();
    }

    private void checkLive(DeletedId id, Optional<byte[]> placement) {
        var there = placement.flatMap(value -> RowReader.decoded(() -> Placement.ofBytes(id.uid(), value), _ -> {}));
        if (there.isEmpty() && isKnown(id) || there.isPresent() && there.get().messageId() == id.messageId()) {
            return; // its placement is lost, and was told; or it is where it says
        }
        strayed.add(id.messageId());
        repair.delete(Table.ACCOUNT, key(id));
        findings.tell(Damage.PLACE_STRAY, where(id), "it is not there");
    }

    private Where where(DeletedId id) {
        String name = state.held(id.mailbox())
                .map(held -> held.mailbox().name().text())
                .orElse("mailbox " + id.mailbox().value());
        return where.in(name)
                .uid(id.uid())
                .message(id.messageId())
                .letter(Findings.letter(rows.message(id.messageId())));
    }

    private static DeletedId id(Engine.Entry row) {
        var key = Keys.behindKind(row.key());
        return new DeletedId(key.u64(), new MailboxId((int) key.u32()), key.u32());
    }

    private static byte[] key(DeletedId id) {
        return Keys.place(id.messageId(), id.mailbox().value(), id.uid());
    }
}
