package org.posthorn.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.posthorn.storage.AccountState.Counters;
import org.posthorn.storage.AccountState.Held;
import org.posthorn.storage.AccountState.Totals;
import org.posthorn.storage.change.Change;
import org.posthorn.storage.change.LogEntry;
import org.posthorn.storage.directory.QuotaLimits;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Acl;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;

/// One commit of an account in the making: the rows that it writes, and the state that it leads to. [MailboxChanges]
/// and [MessageChanges] say what to do; here it becomes rows, counters and the log entry. Thrown away, it changed
/// nothing. Under the account's lock; not thread-safe.
final class Draft {
    /// So many commits, or so many bytes of log, and the next commit carries snapshots: what opening has to replay.
    private static final int SNAPSHOT_COMMITS = 1_024;

    private static final long SNAPSHOT_LOG_BYTES = 1 << 20;
    private static final byte[] NOTHING = {1};

    private final AccountId account;
    private final Counters before;
    private final long modSeq;
    private final Instant now;
    private final Map<MailboxId, Held> mailboxes;
    private NavigableMap<MailboxName, MailboxId> names;
    private NavigableSet<MailboxName> subscriptions;
    private int lastMailbox;
    private long lastMessage;
    private long lastUidValidity;
    private final AccountState base;
    private Map<MailboxId, Acl> acls;
    private final Totals totalsBefore;
    private Totals totals;
    private boolean whole;

    private final List<Change> changes = new ArrayList<>();
    private final Set<MailboxId> touched = new HashSet<>();
    private final Batch.Builder batch;
    private final Threads.Staged threads;

    /// The commit: its rows, the state behind it, and the mailboxes whose watchers want to know.
    ///
    /// @param batches the account's, and the directory's where it is to know of what is shared
    record Finished(
            List<Batch> batches, AccountState state, Set<MailboxId> touched, Optional<Threads.Staged> threads) {}

    Draft(AccountId account, AccountState base, Instant now, Threads.Staged threads) {
        this.account = account;
        this.threads = threads;
        this.before = base.counters();
        this.modSeq = before.modSeq() + 1;
        this.now = now;
        this.mailboxes = new HashMap<>(base.mailboxes());
        this.names = base.names();
        this.subscriptions = base.subscriptions();
        this.lastMailbox = before.lastMailbox();
        this.lastMessage = before.lastMessage();
        this.lastUidValidity = before.lastUidValidity();
        this.base = base;
        this.acls = base.acls();
        this.totalsBefore = base.totals();
        this.totals = totalsBefore;
        this.batch = Batch.in(Scope.account(account.value()));
    }

    AccountId account() {
        return account;
    }

    long modSeq() {
        return modSeq;
    }

    Instant now() {
        return now;
    }

    Batch.Builder batch() {
        return batch;
    }

    /// For a change that its own account asked for.
    ///
    /// @throws Refused OVER_QUOTA when the account would hold more than before, and more than it may
    void requireWithin(QuotaLimits limits) {
        if (totals.growsBeyond(limits, totalsBefore)) {
            throw overQuota();
        }
    }

    /// For a message from elsewhere: it was promised a place when it was announced, so one that is larger than was
    /// said, or that came beside others, may go beyond the limit, and then it is the last one.
    ///
    /// @throws Refused OVER_QUOTA when the account held as much as it may already
    void requireRoom(QuotaLimits limits) {
        if (!totalsBefore.hasRoom(limits, 0)) {
            throw overQuota();
        }
    }

    static Refused overQuota() {
        return new Refused(Refused.Why.OVER_QUOTA, "the account holds as much as it may");
    }

    Threads.Staged threads() {
        return threads;
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    Optional<Held> held(MailboxName name) {
        return Optional.ofNullable(names.get(name)).map(mailboxes::get);
    }

    /// @throws Refused NOT_FOUND
    Held require(MailboxName name) {
        return held(name).orElseThrow(Draft::noSuchMailbox);
    }

    Optional<Held> held(MailboxId id) {
        return Optional.ofNullable(mailboxes.get(id));
    }

    /// @throws Refused NOT_FOUND
    Held require(MailboxId id) {
        return held(id).orElseThrow(Draft::noSuchMailbox);
    }

    static Refused noSuchMailbox() {
        return new Refused(Refused.Why.NOT_FOUND, "no such mailbox");
    }

    Iterable<Held> all() {
        return List.copyOf(mailboxes.values());
    }

    int count() {
        return mailboxes.size();
    }

    int subscriptions() {
        return subscriptions.size();
    }

    boolean isSubscribed(MailboxName name) {
        return subscriptions.contains(name);
    }

    long nextMessage() {
        return ++lastMessage;
    }

    // ---- mailboxes

    MailboxId nextMailbox() {
        return new MailboxId(++lastMailbox);
    }

    /// Never one that a mailbox of this account had, so that a name made again is another mailbox (RFC 9051 §2.3.1.1).
    long nextUidValidity() {
        lastUidValidity = Math.max(now.getEpochSecond(), lastUidValidity + 1);
        if (lastUidValidity > 0xffff_ffffL) {
            throw new IllegalStateException("UIDVALIDITY " + lastUidValidity);
        }
        return lastUidValidity;
    }

    /// A mailbox that is new, or has another name now; the caller logs it.
    void put(Mailbox mailbox, MailboxState state) {
        var had = hold(new Held(mailbox, state));
        names = new TreeMap<>(names);
        had.ifPresent(held -> names.remove(held.mailbox().name(), mailbox.id()));
        names.put(mailbox.name(), mailbox.id());
        touched.add(mailbox.id());
    }

    void remove(Mailbox mailbox) {
        totals = totals.without(mailboxes.remove(mailbox.id()).mailbox());
        names = new TreeMap<>(names);
        names.remove(mailbox.name());
        touched.add(mailbox.id());
        share(mailbox.id(), Acl.ofOwner(account));
        batch.delete(Table.ACCOUNT, Keys.mailbox(mailbox.id().value()));
        batch.delete(Table.ACCOUNT, Keys.snapshot(mailbox.id().value()));
    }

    Acl acl(MailboxId mailbox) {
        return acls.getOrDefault(mailbox, Acl.ofOwner(account));
    }

    /// The caller logs it.
    void share(MailboxId mailbox, Acl acl) {
        acls = new HashMap<>(acls);
        if (acl.equals(Acl.ofOwner(account))) {
            if (acls.remove(mailbox) != null) {
                batch.delete(Table.ACCOUNT, Keys.acl(mailbox.value()));
            }
        } else {
            acls.put(mailbox, acl);
            batch.put(Table.ACCOUNT, Keys.acl(mailbox.value()), acl.toBytes());
        }
        touched.add(mailbox);
    }

    void subscribe(MailboxName name, boolean on) {
        subscriptions = new TreeSet<>(subscriptions);
        if (on) {
            subscriptions.add(name);
            batch.put(Table.ACCOUNT, Keys.subscription(name.text()), NOTHING);
        } else {
            subscriptions.remove(name);
            batch.delete(Table.ACCOUNT, Keys.subscription(name.text()));
        }
        changes.add(new Change.Subscription(name, on));
        held(name).ifPresent(held -> {
            var mailbox = held.mailbox().named(name, on);
            hold(new Held(mailbox, held.state()));
        });
    }

    /// The one place where what is held changes, and with it the totals.
    ///
    /// @return what was held under its id before
    private Optional<Held> hold(Held next) {
        var had = Optional.ofNullable(mailboxes.put(next.mailbox().id(), next));
        had.ifPresent(held -> totals = totals.without(held.mailbox()));
        totals = totals.with(next.mailbox());
        return had;
    }

    void log(Change change) {
        changes.add(change);
    }

    /// The rows are the caller's; who watches the mailbox is told.
    void annotate(Change.Annotated change) {
        changes.add(change);
        change.of().ifPresent(touched::add);
    }

    // ---- what mailboxes hold

    /// Changes what a mailbox holds.
    ///
    /// @param octets how much larger the mailbox is now
    void change(Change.InMailbox change, long octets) {
        var held = require(change.mailbox());
        var state = change.applyTo(held.state());
        long uidNext = held.state().uidNext();
        if (change instanceof Change.Added added) {
            uidNext = added.uids().last() + 1;
        }
        state = state.counted(new MailboxState.Counters(uidNext, modSeq, state.size() + octets));
        hold(new Held(held.mailbox().counting(state), state));
        touched.add(change.mailbox());
        changes.add(change);
    }

    // ---- the commit

    /// A repair's: every row that follows from the state is written, snapshots too.
    void everything() {
        touched.addAll(mailboxes.keySet());
        acls.forEach((mailbox, acl) -> batch.put(Table.ACCOUNT, Keys.acl(mailbox.value()), acl.toBytes()));
        whole = true;
    }

    Finished finish() {
        var entry = new LogEntry(modSeq, now, List.copyOf(changes)).toBytes();
        batch.put(Table.ACCOUNT, Keys.logEntry(modSeq), entry);
        for (var id : touched) {
            var held = mailboxes.get(id);
            if (held != null) {
                batch.put(
                        Table.ACCOUNT, Keys.mailbox(id.value()), held.mailbox().toBytes());
            }
        }
        long snapshot = before.snapshotModSeq();
        long toReplay = before.toReplay() + entry.length;
        if (whole || modSeq - snapshot >= SNAPSHOT_COMMITS || toReplay >= SNAPSHOT_LOG_BYTES) {
            writeSnapshots(batch, mailboxes.values(), whole ? -1 : snapshot);
            snapshot = modSeq;
            toReplay = 0;
        }
        var log = new Counters.Log(before.log().horizon(), before.log().octets() + entry.length);
        var counters = new Counters(modSeq, lastMailbox, lastMessage, lastUidValidity, snapshot, toReplay, log);
        batch.put(Table.ACCOUNT, Keys.account(), counters.toBytes());
        var state = new AccountState(counters, mailboxes, names, subscriptions, acls, totals);
        var batches = new ArrayList<>(List.of(batch.build()));
        if (whole || acls != base.acls()) {
            shares(base.grantees(account), state.grantees(account)).ifPresent(batches::add);
        }
        return new Finished(batches, state, touched, Optional.of(threads));
    }

    /// What the directory is to know of those with whom something is shared now.
    private Optional<Batch> shares(Set<Integer> before, Set<Integer> grantees) {
        var shares = Batch.in(Scope.DIRECTORY);
        for (int grantee : before) {
            if (!grantees.contains(grantee)) {
                shares.delete(Table.DIRECTORY, Keys.share(grantee, account.value()));
            }
        }
        for (int grantee : grantees) {
            if (whole || !before.contains(grantee)) {
                shares.put(Table.DIRECTORY, Keys.share(grantee, account.value()), Sharing.SHARE);
            }
        }
        return shares.isEmpty() ? Optional.empty() : Optional.of(shares.build());
    }

    /// The snapshots of everything changed since the last ones, so that nothing needs to be replayed; no change.
    static Finished snapshot(AccountId account, AccountState state) {
        var batch = Batch.in(Scope.account(account.value()));
        var before = state.counters();
        writeSnapshots(batch, state.mailboxes().values(), before.snapshotModSeq());
        return recounted(batch, state.with(before.snapshotted()));
    }

    /// The log without its oldest entries, up to a modSeq, which are so many octets; no change.
    static Finished trimmed(AccountId account, AccountState state, long horizon, long octets) {
        var batch = Batch.in(Scope.account(account.value()));
        var log = state.counters().log();
        for (long modSeq = log.horizon() + 1; modSeq <= horizon; modSeq++) {
            batch.delete(Table.ACCOUNT, Keys.logEntry(modSeq));
        }
        var left = new Counters.Log(horizon, log.octets() - octets);
        return recounted(batch, state.with(state.counters().with(left)));
    }

    private static Finished recounted(Batch.Builder batch, AccountState next) {
        batch.put(Table.ACCOUNT, Keys.account(), next.counters().toBytes());
        return new Finished(List.of(batch.build()), next, Set.of(), Optional.empty());
    }

    private static void writeSnapshots(Batch.Builder batch, Iterable<Held> mailboxes, long after) {
        for (var held : mailboxes) {
            if (held.state().highestModSeq() > after) {
                batch.put(
                        Table.ACCOUNT,
                        Keys.snapshot(held.mailbox().id().value()),
                        held.state().toSnapshot());
            }
        }
    }
}
