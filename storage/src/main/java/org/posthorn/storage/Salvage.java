package org.posthorn.storage;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.posthorn.storage.AccountState.Counters;
import org.posthorn.storage.AccountState.Held;
import org.posthorn.storage.Finding.Where;
import org.posthorn.storage.change.Change;
import org.posthorn.storage.change.LogEntry;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;

/// Reads what [AccountLoader] reads, row by row, and tells each that is damaged or gone. From the sound ones it puts
/// together what the account was: for a sound account exactly what the loader does, for another as much as rows,
/// snapshots, log and placements still say.
///
/// A mailbox's state is its snapshot and the log behind that. Without a snapshot it is the log from the making of the
/// mailbox on; where that is gone too, or an entry in between, the placements say what is there and only flags can be
/// missing.
final class Salvage {
    /// Numbers that rows no longer tell of may have been given out: go on this far behind the last one seen.
    private static final int MARGIN = 1_000;

    private final RowReader rows;
    private final Findings findings;
    private final Where where;
    private final long now;
    private final boolean loaded;

    private Optional<Counters> counters = Optional.empty();
    private final TreeSet<MailboxName> subscriptions = new TreeSet<>();
    private final Map<MailboxId, Mailbox> mailboxes = new HashMap<>();
    private final Map<MailboxId, MailboxState> states = new HashMap<>();
    /// Up to here a mailbox's state holds what the log says.
    private final Map<MailboxId, Long> since = new HashMap<>();
    private final Map<MailboxId, MailboxName> logged = new HashMap<>();
    private final Set<MailboxId> deleted = new HashSet<>();
    private final TreeMap<Long, String> badEntries = new TreeMap<>();
    private long lastModSeq;
    private long before;
    private long logOctets;
    private long firstEntry;

    /// What is left of the account.
    ///
    /// @param sound    nothing is damaged, and the state is exactly what it was
    /// @param badEntry the last log entry that is damaged or gone, 0 when none is
    record Saved(AccountState state, boolean sound, long badEntry) {}

    /// @param loaded the account is in memory and need not be put together again
    /// @param now    seconds since 1970
    Salvage(RowReader rows, Findings findings, Where where, boolean loaded, long now) {
        this.rows = rows;
        this.findings = findings;
        this.where = where;
        this.loaded = loaded;
        this.now = now;
    }

    Saved read() {
        long told = findings.summary().findings();
        readCounters();
        for (var row : rows.all(Keys.subscriptions())) {
            subscriptions.add(new MailboxName(Keys.behindKind(row.key()).restAsText()));
        }
        for (var row : rows.all(Keys.deletedMailboxes())) {
            deleted.add(mailboxId(row));
        }
        var damagedRows = new HashSet<MailboxId>();
        readMailboxes(damagedRows);
        readSnapshots();
        readLog();
        var lost = lostMailboxes(damagedRows);
        var held = new HashMap<MailboxId, Held>();
        mailboxes.forEach((id, row) -> held.put(id, held(id, row)));
        lost.forEach(id -> held.put(id, rebuilt(id, held)));
        var state = AccountState.of(counters(held), held, subscriptions, Map.of());
        return new Saved(state, findings.summary().findings() == told, badEntries.isEmpty() ? 0 : badEntries.lastKey());
    }

    // ---- reading rows

    private void readCounters() {
        var row = rows.engine().get(rows.scope(), Table.ACCOUNT, Keys.account());
        if (row.isEmpty()) {
            findings.tell(Damage.ACCOUNT_ROW, where, "the account's counters are gone");
            return;
        }
        counters = RowReader.decoded(
                () -> Counters.ofBytes(row.get()),
                why -> findings.tell(Damage.ACCOUNT_ROW, where, "the account's counters are damaged: " + why));
    }

    private void readMailboxes(Set<MailboxId> damagedRows) {
        for (var row : rows.all(Keys.mailboxes())) {
            var id = mailboxId(row);
            RowReader.decoded(() -> Mailbox.ofBytes(id, row.value(), subscriptions), why -> {
                        damagedRows.add(id);
                        findings.tell(
                                Damage.MAILBOX_ROW, where, "the row of mailbox " + id.value() + " is damaged: " + why);
                    })
                    .ifPresent(mailbox -> mailboxes.put(id, mailbox));
        }
    }

    private void readSnapshots() {
        for (var row : rows.all(Keys.snapshots())) {
            var id = mailboxId(row);
            RowReader.decoded(() -> MailboxState.ofSnapshot(id, row.value()), why -> {
                        String name = mailboxes.containsKey(id)
                                ? mailboxes.get(id).name().text()
                                : "mailbox " + id.value();
                        findings.tell(Damage.SNAPSHOT, where.in(name), "its snapshot is damaged: " + why);
                    })
                    .ifPresent(state -> {
                        states.put(id, state);
                        since.put(id, state.highestModSeq());
                    });
        }
    }

    private void readLog() {
        long horizon = counters.map(known -> known.log().horizon()).orElse(0L);
        before = horizon;
        rows.engine().scan(rows.scope(), Table.ACCOUNT, Range.prefix(Keys.logEntries()), row -> {
            long modSeq = Keys.behindKind(row.key()).u64();
            missing(before == 0 && counters.isEmpty() ? modSeq : before + 1, modSeq);
            before = modSeq;
            lastModSeq = modSeq;
            firstEntry = firstEntry == 0 ? modSeq : firstEntry;
            RowReader.decoded(() -> LogEntry.of(row), why -> bad(modSeq, "is damaged: " + why))
                    .ifPresent(entry -> {
                        logOctets += entry.at().equals(Instant.EPOCH) ? 0 : row.value().length;
                        entry.changes().forEach(change -> replay(modSeq, change));
                    });
            return true;
        });
        counters.ifPresent(known -> missing(before + 1, known.modSeq() + 1));
    }

    private void missing(long from, long to) {
        if (from < to) {
            bad(to - 1, from == to - 1 ? "is gone" : "and those from " + from + " on are gone");
        }
    }

    private void bad(long modSeq, String how) {
        badEntries.put(modSeq, how);
        logOctets = 0;
        findings.tell(Damage.LOG_ENTRY, where, "change-log entry " + modSeq + " " + how);
    }

    private void replay(long modSeq, Change change) {
        switch (change) {
            case Change.Created(var id, var name) -> {
                logged.put(id, name);
                if (!states.containsKey(id)) {
                    long uidValidity =
                            mailboxes.containsKey(id) ? mailboxes.get(id).uidValidity() : 0;
                    states.put(id, MailboxState.empty(id, uidValidity, modSeq));
                    since.put(id, modSeq - 1);
                }
            }
            case Change.Renamed(var id, var name) -> logged.put(id, name);
            case Change.Deleted(var id) -> deleted.add(id);
            case Change.Subscription _, Change.Annotated _, Change.Shared _ -> {}
            case Change.InMailbox inMailbox -> {
                var id = inMailbox.mailbox();
                if (modSeq > since.getOrDefault(id, Long.MAX_VALUE)) {
                    states.computeIfPresent(id, (_, state) -> replayed(modSeq, inMailbox, state));
                }
            }
        }
    }

    private static MailboxState replayed(long modSeq, Change.InMailbox change, MailboxState state) {
        var next = change.applyTo(state);
        long uidNext = next.uids().isEmpty()
                ? state.uidNext()
                : Math.max(state.uidNext(), next.uids().last() + 1);
        return next.counted(new MailboxState.Counters(uidNext, modSeq, state.size()));
    }

    // ---- putting it together

    /// Mailboxes that have messages, a state or an entry in the log, but no sound row.
    private Set<MailboxId> lostMailboxes(Set<MailboxId> damagedRows) {
        var lost = new HashSet<>(damagedRows);
        for (var gone : seenMailboxes()) {
            if (!mailboxes.containsKey(gone) && !deleted.contains(gone) && lost.add(gone)) {
                findings.tell(Damage.MAILBOX_ROW, where, "the row of mailbox " + gone.value() + " is gone");
            }
        }
        return lost;
    }

    private Set<MailboxId> seenMailboxes() {
        var seen = new HashSet<>(states.keySet());
        seen.addAll(logged.keySet());
        rows.numbers(Table.ACCOUNT, Keys.placements(), Integer.BYTES, id -> seen.add(new MailboxId((int) id)));
        return seen;
    }

    private Held held(MailboxId id, Mailbox row) {
        var state = Optional.ofNullable(states.get(id));
        boolean whole = state.isPresent() && isWhole(id, row.highestModSeq());
        var known = state.orElseGet(() -> MailboxState.empty(id, row.uidValidity(), 0));
        if (whole) {
            return new Held(
                    row, known.counted(new MailboxState.Counters(row.uidNext(), row.highestModSeq(), row.size())));
        }
        if (!loaded) {
            findings.tell(Damage.FLAGS_LOST, where.in(row.name().text()), "its state can't be read whole");
        }
        var placed = new PlacedState(rows, id).of(known, row.uidValidity(), row.uidNext(), row.highestModSeq());
        return new Held(row.counting(placed), placed);
    }

    /// Whether no entry is missing between what the state holds and the mailbox's last change.
    private boolean isWhole(MailboxId id, long highestModSeq) {
        var next = badEntries.higherKey(since.getOrDefault(id, 0L));
        return next == null || next > highestModSeq;
    }

    /// A mailbox without a row.
    private Held rebuilt(MailboxId id, Map<MailboxId, Held> others) {
        var name = nameOf(id, others);
        var state = Optional.ofNullable(states.get(id)).filter(known -> known.uidValidity() > 0);
        boolean whole = state.isPresent() && isWhole(id, Long.MAX_VALUE);
        if (!whole && !loaded) {
            findings.tell(Damage.FLAGS_LOST, where.in(name.text()), "its state can't be read whole");
        }
        // Without its row nobody knows which UIDs were given out last, so other than a whole state begins anew.
        long uidValidity = whole ? state.get().uidValidity() : Math.max(now, lastUidValidity(others) + 1 + id.value());
        var known = Optional.ofNullable(states.get(id)).orElseGet(() -> MailboxState.empty(id, uidValidity, 0));
        var placed = new PlacedState(rows, id).of(known, uidValidity, known.uidNext(), known.highestModSeq());
        var row = new Mailbox(id, name, Set.of(), subscriptions.contains(name), uidValidity, 1, 0, 0, 0, 0, 0);
        return new Held(row.counting(placed), placed);
    }

    private MailboxName nameOf(MailboxId id, Map<MailboxId, Held> others) {
        var taken = new HashSet<MailboxName>();
        others.values().forEach(held -> taken.add(held.mailbox().name()));
        var recovered = new MailboxName("Recovered/" + id.value());
        // The first mailbox of an account is INBOX, and stays it.
        var name = logged.getOrDefault(id, id.value() == 1 ? MailboxName.INBOX : recovered);
        return taken.contains(name) ? recovered : name;
    }

    private static long lastUidValidity(Map<MailboxId, Held> mailboxes) {
        return mailboxes.values().stream()
                .mapToLong(held -> held.mailbox().uidValidity())
                .max()
                .orElse(0);
    }

    private Counters counters(Map<MailboxId, Held> held) {
        long modSeq = lastModSeq;
        int lastMailbox = 0;
        for (var each : held.values()) {
            modSeq = Math.max(modSeq, each.mailbox().highestModSeq());
            lastMailbox = Math.max(lastMailbox, each.mailbox().id().value());
        }
        for (var id : logged.keySet()) {
            lastMailbox = Math.max(lastMailbox, id.value());
        }
        long sound = mailboxes.values().stream()
                .mapToLong(Mailbox::uidValidity)
                .max()
                .orElse(0);
        long lastMessage =
                Math.max(rows.last(Table.MESSAGE, Keys.everything()), rows.last(Table.ACCOUNT, Keys.places()));
        var log = new Counters.Log(horizon(), logOctets);
        if (counters.isEmpty()) {
            long uidValidity = Math.max(now, lastUidValidity(held));
            return new Counters(modSeq, lastMailbox + MARGIN, lastMessage + MARGIN, uidValidity, 0, 0, log);
        }
        var known = counters.get();
        var raised = new Counters(
                Math.max(known.modSeq(), modSeq),
                Math.max(known.lastMailbox(), lastMailbox),
                Math.max(known.lastMessage(), lastMessage),
                Math.max(known.lastUidValidity(), sound),
                known.snapshotModSeq(),
                0,
                log);
        if (!raised.with(known.log()).equals(known)) {
            findings.tell(Damage.ACCOUNT_ROW, where, "the account's counters are behind its rows");
        }
        if (badEntries.isEmpty() && !log.equals(known.log()) || known.log().horizon() > known.snapshotModSeq()) {
            findings.tell(Damage.ACCOUNT_ROW, where, "the log is counted as " + known.log() + ", it is " + log);
        }
        return raised.given(lastUidValidity(held));
    }

    private long horizon() {
        long known = counters.map(it -> it.log().horizon()).orElse(firstEntry == 0 ? 0 : firstEntry - 1);
        return badEntries.isEmpty() ? known : badEntries.lastKey();
    }

    private static MailboxId mailboxId(Engine.Entry row) {
        return new MailboxId((int) Keys.behindKind(row.key()).u32());
    }
}
