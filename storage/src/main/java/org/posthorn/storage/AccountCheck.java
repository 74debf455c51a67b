package org.posthorn.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.posthorn.storage.AccountState.Held;
import org.posthorn.storage.change.LogEntry;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.UidsBuilder;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.StoredMessage;

/// Verifies one account: rows against states, states against the log, counts, sizes and references. Under the
/// account's lock, with nothing on its way.
final class AccountCheck {
    private static final int GROUP = 64;

    private final Engine engine;
    private final AccountId id;
    private final Scope scope;
    private final AccountState state;
    private final Consumer<String> finding;
    private long placements;

    AccountCheck(Engine engine, AccountId id, AccountState state, Consumer<String> finding) {
        this.engine = engine;
        this.id = id;
        this.scope = Scope.account(id.value());
        this.state = state;
        this.finding = finding;
    }

    void run() {
        checkReplay();
        checkLog();
        state.mailboxes().values().forEach(this::checkMailbox);
        checkPlaces();
        checkDeletions();
        checkMessages();
    }

    /// What the disk would give after a crash is what is in memory.
    private void checkReplay() {
        var loaded = new AccountLoader(engine, id).load();
        if (loaded.isEmpty()) {
            finding.accept("has no row");
            return;
        }
        var stored = loaded.get();
        if (stored.counters().modSeq() != state.counters().modSeq()
                || stored.counters().lastMessage() != state.counters().lastMessage()
                || stored.counters().lastMailbox() != state.counters().lastMailbox()) {
            finding.accept("counters " + stored.counters() + ", in memory " + state.counters());
        }
        if (!stored.totals().equals(state.totals())) {
            finding.accept("holds " + stored.totals() + ", counted as " + state.totals());
        }
        if (!stored.names().equals(state.names()) || !stored.subscriptions().equals(state.subscriptions())) {
            finding.accept("names or subscriptions are not those in memory");
        }
        state.mailboxes().forEach((mailbox, held) -> {
            var replayed = stored.mailboxes().get(mailbox);
            if (replayed != null
                    && !(replayed.state().same(held.state())
                            && replayed.mailbox().equals(held.mailbox()))) {
                finding.accept(name(held) + " as replayed is not what it is in memory");
            }
        });
    }

    private void checkLog() {
        var log = state.counters().log();
        var expected = new long[] {log.horizon() + 1};
        var octets = new long[1];
        engine.scan(scope, Table.ACCOUNT, Range.prefix(Keys.logEntries()), row -> {
            readable("a log entry", () -> {
                var entry = LogEntry.of(row);
                long modSeq = entry.modSeq();
                octets[0] += entry.at().equals(Instant.EPOCH) ? 0 : row.value().length;
                if (modSeq != expected[0]) {
                    finding.accept("the log has " + modSeq + " where " + expected[0] + " should be");
                }
                expected[0] = modSeq;
            });
            expected[0]++;
            return true;
        });
        if (expected[0] != state.counters().modSeq() + 1) {
            finding.accept("the log ends with " + (expected[0] - 1) + ", the account is at "
                    + state.counters().modSeq());
        }
        if (log.horizon() > state.counters().snapshotModSeq()) {
            finding.accept("the log begins behind the last snapshot");
        }
        if (octets[0] != log.octets()) {
            finding.accept("the log has " + octets[0] + " octets, counted as " + log.octets());
        }
    }

    private void checkMailbox(Held held) {
        var mailbox = held.mailbox();
        var content = held.state();
        if (!mailbox.equals(mailbox.counting(content))) {
            finding.accept(name(held) + ": the row's counters are not the state's");
        }
        if (content.highestModSeq() > state.counters().modSeq()
                || mailbox.uidValidity() > state.counters().lastUidValidity()
                || !content.uids().isEmpty() && content.uids().last() >= content.uidNext()) {
            finding.accept(name(held) + ": counters beyond the account's, or a UID beyond UIDNEXT");
        }
        for (var flag : content.flags()) {
            if (!content.with(flag).minus(content.uids()).isEmpty()) {
                finding.accept(name(held) + ": " + flag + " is set where no message is");
            }
        }
        var uids = new UidsBuilder();
        var octets = new long[1];
        var group = new ArrayList<Placement>();
        engine.scan(
                scope, Table.ACCOUNT, Range.prefix(Keys.placements(mailbox.id().value())), row -> {
                    long uid = PlacementReader.uidOf(row.key());
                    uids.add(uid);
                    placements++;
                    readable(name(held) + " UID " + uid, () -> {
                        var placement = Placement.ofBytes(uid, row.value());
                        octets[0] += placement.size();
                        group.add(placement);
                        if (placement.modSeq() > content.highestModSeq()) {
                            finding.accept(name(held) + " UID " + uid + ": MODSEQ beyond the mailbox's");
                        }
                    });
                    if (group.size() == GROUP) {
                        checkPlacements(held, group);
                    }
                    return true;
                });
        checkPlacements(held, group);
        if (!uids.build().equals(content.uids())) {
            finding.accept(name(held) + ": the placements are not the UIDs of the state");
        }
        if (octets[0] != content.size()) {
            finding.accept(name(held) + ": " + octets[0] + " octets, counted as " + content.size());
        }
    }

    /// Every placement has its message and is found by it.
    private void checkPlacements(Held held, List<Placement> group) {
        MailboxId mailbox = held.mailbox().id();
        var records = group.stream().map(each -> Keys.message(each.messageId())).toList();
        var places = group.stream()
                .map(each -> Keys.place(each.messageId(), mailbox.value(), each.uid()))
                .toList();
        var messages = engine.multiGet(scope, Table.MESSAGE, records);
        var found = engine.multiGet(scope, Table.ACCOUNT, places);
        for (int i = 0; i < group.size(); i++) {
            var placement = group.get(i);
            String where = name(held) + " UID " + placement.uid();
            if (found.get(i).isEmpty()) {
                finding.accept(where + ": is not found by its message");
            }
            checkSize(where, placement, messages.get(i));
        }
        group.clear();
    }

    private void checkSize(String where, Placement placement, Optional<byte[]> row) {
        if (row.isEmpty()) {
            finding.accept(where + ": message " + placement.messageId() + " is not there");
            return;
        }
        readable(where, () -> {
            long size = StoredMessage.ofBytes(placement.messageId(), row.get()).size();
            if (size != placement.size()) {
                finding.accept(where + ": " + placement.size() + " octets, the message has " + size);
            }
        });
    }

    /// As many live places as placements: with [#checkPlacements], the same ones. Deleted ones have their mark.
    private void checkPlaces() {
        var live = new long[1];
        engine.scan(scope, Table.ACCOUNT, Range.prefix(Keys.places()), row -> {
            var in = Keys.behindKind(row.key());
            var id = new DeletedId(in.u64(), new MailboxId((int) in.u32()), in.u32());
            readable(
                    "place " + id,
                    () -> DeletedPlace.ofBytes(row.value())
                            .ifPresentOrElse(deleted -> checkDeleted(id, deleted), () -> live[0]++));
            return true;
        });
        var stray = new long[1];
        engine.scan(scope, Table.ACCOUNT, Range.prefix(Keys.placements()), _ -> {
            stray[0]++;
            return true;
        });
        if (live[0] != placements) {
            finding.accept(live[0] + " places of messages, but " + placements + " placements");
        }
        if (stray[0] != placements) {
            finding.accept((stray[0] - placements) + " placements in mailboxes that are not there");
        }
    }

    private void checkDeleted(DeletedId id, DeletedPlace deleted) {
        if (!exists(new Deletion.OfMessage(deleted.deletedAt(), id).key())) {
            finding.accept("deleted message " + id + ": the sweeper will not find it");
        }
        if (exists(Keys.placement(id.mailbox().value(), id.uid()))) {
            finding.accept("deleted message " + id + ": has a placement");
        }
    }

    /// Every mark of a deletion is about something deleted.
    private void checkDeletions() {
        engine.scan(scope, Table.ACCOUNT, Range.prefix(Keys.deletions()), row -> {
            readable("a deletion", () -> checkDeletion(Deletion.of(row.key())));
            return true;
        });
        engine.scan(scope, Table.ACCOUNT, Range.prefix(Keys.deletedMailboxes()), row -> {
            var id = new MailboxId((int) Keys.behindKind(row.key()).u32());
            readable("deleted mailbox " + id.value(), () -> {
                var deleted = DeletedMailbox.ofBytes(id, row.value());
                if (state.held(id).isPresent()) {
                    finding.accept("deleted mailbox " + deleted.name() + ": is there");
                }
                if (!exists(new Deletion.OfMailbox(deleted.deletedAt(), id).key())) {
                    finding.accept("deleted mailbox " + deleted.name() + ": the sweeper will not find it");
                }
            });
            return true;
        });
    }

    private void checkDeletion(Deletion deletion) {
        switch (deletion) {
            case Deletion.OfMessage message -> {
                var id = message.id();
                var place = engine.get(
                        scope,
                        Table.ACCOUNT,
                        Keys.place(id.messageId(), id.mailbox().value(), id.uid()));
                if (place.flatMap(DeletedPlace::ofBytes)
                        .filter(deleted -> deleted.deletedAt().equals(message.at()))
                        .isEmpty()) {
                    finding.accept("deletion of message " + id + ": it was not deleted then");
                }
            }
            case Deletion.OfMailbox box -> {
                if (!exists(Keys.deletedMailbox(box.mailbox().value()))) {
                    finding.accept("deletion of mailbox " + box.mailbox().value() + ": what it was called is gone");
                }
            }
            case Deletion.Unkept _ -> {
                // Says that a message may be garbage, and is right either way.
            }
        }
    }

    private boolean exists(byte[] key) {
        return engine.get(scope, Table.ACCOUNT, key).isPresent();
    }

    /// Every message has a place, or is a candidate for the sweeper, and refers to its blob.
    private void checkMessages() {
        engine.scan(scope, Table.MESSAGE, Range.prefix(Keys.everything()), row -> {
            long messageId = new BytesReader(row.key()).u64();
            String name = "message " + messageId;
            if (messageId > state.counters().lastMessage()) {
                finding.accept(name + ": its number was never given out");
            }
            if (!engine.any(scope, Table.ACCOUNT, Keys.places(messageId))
                    && !exists(new Deletion.Unkept(messageId).key())) {
                finding.accept(name + ": lies in no mailbox");
            }
            readable(name, () -> {
                var message = StoredMessage.ofBytes(messageId, row.value());
                message.verify();
                checkBlobRef(name, message);
            });
            return true;
        });
    }

    private void checkBlobRef(String name, StoredMessage message) {
        var blob = message.blob();
        if (blob.isNone()) {
            if (message.blobSize() != 0) {
                finding.accept(name + ": has no blob for " + message.blobSize() + " octets");
            }
            return;
        }
        byte[] ref = Keys.blobRef(blob.blobId(), id.value(), message.messageId());
        if (engine.get(Scope.account(blob.home()), Table.ACCOUNT, ref).isEmpty()) {
            finding.accept(name + ": does not count as a user of its blob " + blob.blobId());
        }
    }

    private void readable(String name, Runnable reading) {
        try {
            reading.run();
        } catch (RuntimeException e) {
            finding.accept(name + ": damaged row: " + e.getMessage());
        }
    }

    private static String name(Held held) {
        return "mailbox " + held.mailbox().name();
    }
}
