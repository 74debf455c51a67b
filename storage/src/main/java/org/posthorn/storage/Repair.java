package org.posthorn.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posthorn.storage.AccountState.Held;
import org.posthorn.storage.change.Change;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;
import org.posthorn.storage.message.Placement;

/// What a repair of one account has to do. Rows that follow from others (references, places) are written
/// while the check goes on. What changes a mailbox is gathered, and becomes one ordinary commit of the
/// account's single writer at the end: it has a MODSEQ and a log entry, sessions are told, no UID is used
/// again. That commit also writes all rows that follow from the state, so that whatever was damaged among
/// them is sound behind it.
///
/// A UID that the state does not know may have been told as expunged, or never: so that no client sees a UID appear
/// below others (RFC 9051 §2.3.1.1), the message gets a new one.
final class Repair {
    private static final int ROW_BYTES = 4 << 20;
    private static final byte[] MARK = {1};
    private static final MailboxName RECOVERED = new MailboxName("Recovered");

    private final Engine engine;
    private final AccountId account;
    private final Instant now;
    private final Map<Integer, Batch.Builder> rows = new HashMap<>();
    private final Map<MailboxId, UidsBuilder> gone = new LinkedHashMap<>();
    private final Map<MailboxId, List<Placement>> strangers = new LinkedHashMap<>();
    private final List<Placement> homeless = new ArrayList<>();
    private final Map<MailboxId, Long> octets = new HashMap<>();
    private long badEntry;
    private boolean unsure;
    private boolean needed;

    Repair(Engine engine, AccountId account, Instant now) {
        this.engine = engine;
        this.account = account;
        this.now = now;
    }

    // ---- rows

    void put(Table table, byte[] key, byte[] value) {
        in(account.value()).put(table, key, value);
        full();
    }

    void delete(Table table, byte[] key) {
        in(account.value()).delete(table, key);
        full();
    }

    void mark(int scope, byte[] key) {
        in(scope).put(Table.ACCOUNT, key, MARK);
        full();
    }

    private Batch.Builder in(int scope) {
        return rows.computeIfAbsent(scope, id -> Batch.in(Scope.account(id)));
    }

    private void full() {
        if (rows.values().stream().mapToLong(Batch.Builder::size).sum() > ROW_BYTES) {
            writeRows();
        }
    }

    void writeRows() {
        var batches = rows.values().stream()
                .filter(batch -> !batch.isEmpty())
                .map(Batch.Builder::build)
                .toList();
        rows.clear();
        if (!batches.isEmpty()) {
            engine.commit(batches, List.of(), () -> {}).await();
        }
    }

    // ---- states

    /// All rows that follow from the state are written again.
    void rewrite() {
        needed = true;
    }

    /// Nobody knows any more what changed when: every message counts as changed now, so that clients look at all.
    void touchAll() {
        needed = true;
        unsure = true;
    }

    /// The log is no longer whole up to this entry: it goes.
    void forgetLog(long upTo) {
        badEntry = upTo;
        if (upTo > 0) {
            touchAll();
        }
    }

    /// Nothing is left of the message.
    void expunge(MailboxId mailbox, long uid) {
        gone.computeIfAbsent(mailbox, _ -> new UidsBuilder()).add(uid);
        needed = true;
    }

    /// A placement that its mailbox does not know.
    void placeAnew(MailboxId mailbox, Placement placement) {
        strangers.computeIfAbsent(mailbox, _ -> new ArrayList<>()).add(placement);
        needed = true;
    }

    /// A message that lies nowhere.
    void recover(Placement placement) {
        homeless.add(placement);
        needed = true;
    }

    /// What the messages that stay in the mailbox come to.
    void octets(MailboxId mailbox, long sum) {
        octets.put(mailbox, sum);
    }

    boolean isNeeded() {
        return needed;
    }

    /// The commit on a state as it was put together.
    Draft.Finished finish(AccountState base) {
        var threads = new Threads(engine, Scope.account(account.value())).stage();
        var draft = new Draft(account, corrected(base), now, threads);
        draft.everything();
        if (unsure) {
            base.mailboxes().keySet().forEach(mailbox -> touch(draft, mailbox));
        }
        gone.forEach((mailbox, uids) -> draft.change(new Change.Expunged(mailbox, uids.build()), 0));
        strangers.forEach((mailbox, placements) -> place(draft, mailbox, placements));
        if (!homeless.isEmpty()) {
            var messages = new MessageChanges(draft, new PlacementReader(engine, Scope.account(account.value())));
            place(
                    draft,
                    new MailboxChanges(draft, messages).findOrCreate(RECOVERED).id(),
                    homeless);
        }
        if (badEntry > 0) {
            var log = new Range(Keys.logEntry(0), Keys.logEntry(badEntry + 1));
            engine.scan(Scope.account(account.value()), Table.ACCOUNT, log, row -> {
                draft.batch().delete(Table.ACCOUNT, row.key());
                return true;
            });
        }
        return draft.finish();
    }

    private AccountState corrected(AccountState base) {
        var mailboxes = new HashMap<MailboxId, Held>();
        base.mailboxes().forEach((id, held) -> {
            var state = held.state();
            var uids = state.uids();
            long uidNext = uids.isEmpty() ? state.uidNext() : Math.max(state.uidNext(), uids.last() + 1);
            long highest = Math.min(state.highestModSeq(), base.counters().modSeq());
            long sum = octets.getOrDefault(id, state.size());
            var flags = new LinkedHashMap<Flag, Uids>();
            state.flags().forEach(flag -> flags.put(flag, state.with(flag).and(uids)));
            var counted = MailboxState.empty(id, state.uidValidity(), highest)
                    .added(uids, flags)
                    .seenAsIn(state)
                    .counted(new MailboxState.Counters(uidNext, highest, sum));
            mailboxes.put(id, new Held(held.mailbox().counting(counted), counted));
        });
        return AccountState.of(base.counters(), mailboxes, base.subscriptions(), base.acls());
    }

    /// Gives a flag to those that have it, so that every message of the mailbox counts as changed.
    static void touch(Draft draft, MailboxId mailbox) {
        var state = draft.require(mailbox).state();
        if (!state.uids().isEmpty()) {
            var seen = Map.of(Flag.SEEN, state.with(Flag.SEEN));
            var unseen = Map.of(Flag.SEEN, state.uids().minus(state.with(Flag.SEEN)));
            draft.change(new Change.FlagsChanged(mailbox, seen, unseen), 0);
        }
    }

    private void place(Draft draft, MailboxId mailbox, List<Placement> placements) {
        long uid = draft.require(mailbox).state().uidNext();
        var uids = Uids.range(uid, uid + placements.size() - 1);
        long sum = 0;
        for (var old : placements) {
            var placement = old.copied(uid, now, draft.modSeq());
            draft.batch()
                    .put(Table.ACCOUNT, Keys.placement(mailbox.value(), uid), placement.toBytes())
                    .put(Table.ACCOUNT, Keys.place(old.messageId(), mailbox.value(), uid), MARK);
            sum += old.size();
            uid++;
        }
        draft.change(new Change.Added(mailbox, uids, Map.of()), sum);
    }
}
