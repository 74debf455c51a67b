package org.posthorn.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import org.posthorn.storage.AccountState.Held;
import org.posthorn.storage.Finding.Where;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.StoredMessage;

/// Verifies one mailbox: its state against its row and its placements, each placement against its message.
final class MailboxCheck {
    private static final int GROUP = 64;

    private final RowReader rows;
    private final Findings findings;
    private final Where where;
    private final Held held;
    private final Repair repair;
    private final List<Placement> group = new ArrayList<>();
    private final UidsBuilder lost = new UidsBuilder();
    private Uids unplaced = Uids.NONE;
    private final PlacedMessages placed;
    private long octets;
    private long placesFound;

    /// @param placed is told the numbers of the messages that have a placement
    MailboxCheck(RowReader rows, Findings findings, Where account, Held held, Repair repair, PlacedMessages placed) {
        this.placed = placed;
        this.rows = rows;
        this.findings = findings;
        this.where = account.in(held.mailbox().name().text());
        this.held = held;
        this.repair = repair;
    }

    void run() {
        checkNumbers();
        PrimitiveIterator.OfLong expected = held.state().uids().iterator();
        var next = new long[] {expected.hasNext() ? expected.nextLong() : Long.MAX_VALUE};
        var prefix = Range.prefix(Keys.placements(id().value()));
        rows.engine().scan(rows.scope(), Table.ACCOUNT, prefix, row -> {
            long uid = PlacementReader.uidOf(row.key());
            while (next[0] < uid) {
                lost.add(next[0]);
                next[0] = expected.hasNext() ? expected.nextLong() : Long.MAX_VALUE;
            }
            if (next[0] == uid) {
                next[0] = expected.hasNext() ? expected.nextLong() : Long.MAX_VALUE;
                known(uid, row);
            } else {
                stranger(uid, row);
            }
            return true;
        });
        while (next[0] != Long.MAX_VALUE) {
            lost.add(next[0]);
            next[0] = expected.hasNext() ? expected.nextLong() : Long.MAX_VALUE;
        }
        checkGroup();
        unplaced = lost.build();
        if (unplaced.isEmpty() && octets != held.state().size()) {
            tell(
                    Damage.MAILBOX_COUNTERS,
                    where,
                    octets + " octets, counted as " + held.state().size());
        }
    }

    MailboxId id() {
        return held.mailbox().id();
    }

    Where where() {
        return where;
    }

    /// UIDs that the state has and no sound placement.
    Uids unplaced() {
        return unplaced;
    }

    /// Of the messages that stay.
    long octets() {
        return octets;
    }

    long highestModSeq() {
        return held.state().highestModSeq();
    }

    /// One of [#unplaced()] has a placement again.
    void placed(Placement placement) {
        octets += placement.size();
        placed.add(placement.messageId());
    }

    /// Rows by which messages are found that were there.
    long placesFound() {
        return placesFound;
    }

    private void checkNumbers() {
        var mailbox = held.mailbox();
        var state = held.state();
        if (!mailbox.equals(mailbox.counting(state))) {
            tell(Damage.MAILBOX_COUNTERS, where, "the row's counters are not the state's");
        }
        if (!state.uids().isEmpty() && state.uids().last() >= state.uidNext()) {
            tell(
                    Damage.MAILBOX_COUNTERS,
                    where,
                    "UID " + state.uids().last() + " is beyond UIDNEXT " + state.uidNext());
        }
        for (var user : state.users()) {
            if (!state.seenBy(user).minus(state.uids()).isEmpty()) {
                tell(Damage.MAILBOX_COUNTERS, where, "account " + user.value() + " has seen what is not there");
            }
        }
        for (var flag : state.flags()) {
            if (!state.with(flag).minus(state.uids()).isEmpty()) {
                tell(Damage.MAILBOX_COUNTERS, where, flag + " is set where no message is");
            }
        }
    }

    private void tell(Damage damage, Where place, String what) {
        repair.rewrite();
        findings.tell(damage, place, what);
    }

    private void known(long uid, Engine.Entry row) {
        RowReader.decoded(() -> Placement.ofBytes(uid, row.value()), _ -> lost.add(uid))
                .ifPresent(placement -> {
                    group.add(placement);
                    if (group.size() == GROUP) {
                        checkGroup();
                    }
                });
    }

    /// A placement that the state does not have.
    private void stranger(long uid, Engine.Entry row) {
        repair.delete(Table.ACCOUNT, row.key());
        var placement = RowReader.decoded(() -> Placement.ofBytes(uid, row.value()), _ -> {});
        if (placement.isEmpty()) {
            findings.tell(
                    Damage.PLACEMENT_UNKNOWN, where.uid(uid), "a damaged placement that the mailbox does not know");
            return;
        }
        long messageId = placement.get().messageId();
        byte[] place = Keys.place(messageId, id().value(), uid);
        boolean deleted = rows.engine()
                .get(rows.scope(), Table.ACCOUNT, place)
                .flatMap(value -> RowReader.decoded(() -> DeletedPlace.ofBytes(value), _ -> {}))
                .filter(Optional::isPresent)
                .isPresent();
        var message = rows.message(messageId);
        findings.tell(
                Damage.PLACEMENT_UNKNOWN,
                where.uid(uid).message(messageId).letter(Findings.letter(message)),
                deleted ? "a placement of a deleted message" : "a placement that the mailbox does not know");
        if (deleted) {
            return; // it can be undeleted, only the placement is too much
        }
        repair.delete(Table.ACCOUNT, place);
        if (rows.isThere(Table.MESSAGE, Keys.message(messageId))) {
            repair.placeAnew(id(), placement.get());
        }
    }

    /// Every placement has its message and is found by it.
    private void checkGroup() {
        var records = group.stream().map(each -> Keys.message(each.messageId())).toList();
        var places = group.stream()
                .map(each -> Keys.place(each.messageId(), id().value(), each.uid()))
                .toList();
        var messages = rows.engine().multiGet(rows.scope(), Table.MESSAGE, records);
        var found = rows.engine().multiGet(rows.scope(), Table.ACCOUNT, places);
        for (int i = 0; i < group.size(); i++) {
            check(group.get(i), messages.get(i), found.get(i));
        }
        findings.verified(group.size(), 0);
        group.clear();
    }

    private void check(Placement placement, Optional<byte[]> record, Optional<byte[]> place) {
        var here = where.uid(placement.uid()).message(placement.messageId());
        var why = new String[] {"is gone"};
        var message = record.flatMap(
                row -> RowReader.message(placement.messageId(), row, text -> why[0] = "is damaged: " + text));
        placed.add(placement.messageId());
        if (place.isPresent()) {
            placesFound++;
        } else {
            findings.tell(Damage.PLACE_MISSING, here.letter(Findings.letter(message)), "is not found by its message");
            repair.mark(rows.scopeId(), Keys.place(placement.messageId(), id().value(), placement.uid()));
        }
        if (message.isEmpty()) {
            findings.tell(Damage.MESSAGE_DAMAGED, here, "its record " + why[0]);
            octets += placement.size();
            return;
        }
        octets += corrected(placement, message.get(), here.letter(Findings.letter(message)))
                .size();
    }

    private Placement corrected(Placement placement, StoredMessage message, Where here) {
        boolean early = placement.modSeq() <= held.state().highestModSeq();
        long arrived = placement.internalDate().toEpochMilli();
        var sent = Instant.ofEpochMilli(message.columnCursor().sent(arrived));
        boolean asSent = placement.sent().isEmpty() || placement.sent().get().equals(sent);
        if (message.size() == placement.size() && early && asSent) {
            return placement;
        }
        findings.tell(
                Damage.PLACEMENT_WRONG,
                here,
                !early
                        ? "MODSEQ " + placement.modSeq() + " beyond the mailbox's"
                        : asSent
                                ? placement.size() + " octets, the message has " + message.size()
                                : "sent " + placement.sent().get() + ", the message says " + sent);
        var right = new Placement(
                placement.uid(),
                placement.messageId(),
                message.size(),
                placement.internalDate(),
                placement.savedAt(),
                Math.min(placement.modSeq(), held.state().highestModSeq()),
                Optional.of(sent));
        repair.put(Table.ACCOUNT, Keys.placement(id().value(), right.uid()), right.toBytes());
        repair.rewrite();
        return right;
    }
}
