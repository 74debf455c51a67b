package org.posthorn.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.posthorn.storage.AccountState.Counters;
import org.posthorn.storage.AccountState.Held;
import org.posthorn.storage.AccountState.Totals;
import org.posthorn.storage.change.Change;
import org.posthorn.storage.change.ChangeLog;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Acl;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;

/// Brings an account into memory: mailbox rows, snapshots, and the log behind them. Never reads a message's row, so
/// the time depends on the log since the last snapshot and not on how many messages there are.
final class AccountLoader {
    private final Engine engine;
    private final Scope scope;

    AccountLoader(Engine engine, AccountId account) {
        this.engine = engine;
        this.scope = Scope.account(account.value());
    }

    /// @return empty when there is no such account
    Optional<AccountState> load() {
        return engine.get(scope, Table.ACCOUNT, Keys.account())
                .map(Counters::ofBytes)
                .map(this::load);
    }

    /// What its mailboxes hold together, out of their rows alone.
    Totals totals() {
        var totals = new Totals[] {Totals.NONE};
        engine.scan(scope, Table.ACCOUNT, Range.prefix(Keys.mailboxes()), row -> {
            // Asked for lists of many accounts: one damaged row must not hide the others.
            RowReader.decoded(() -> Mailbox.ofBytes(mailboxId(row), row.value(), Set.of()), _ -> {})
                    .ifPresent(mailbox -> totals[0] = totals[0].with(mailbox));
            return true;
        });
        return totals[0];
    }

    private AccountState load(Counters counters) {
        var subscriptions = new TreeSet<MailboxName>();
        engine.scan(scope, Table.ACCOUNT, Range.prefix(Keys.subscriptions()), row -> {
            subscriptions.add(new MailboxName(Keys.behindKind(row.key()).restAsText()));
            return true;
        });
        var rows = new HashMap<MailboxId, Mailbox>();
        engine.scan(scope, Table.ACCOUNT, Range.prefix(Keys.mailboxes()), row -> {
            var id = mailboxId(row);
            rows.put(id, Mailbox.ofBytes(id, row.value(), subscriptions));
            return true;
        });
        var states = snapshots(rows);
        long replayed = replay(counters, states);
        var mailboxes = new HashMap<MailboxId, Held>();
        rows.forEach((id, row) -> mailboxes.put(id, new Held(row, counted(states.get(id), row))));
        return AccountState.of(counters.replaying(replayed), mailboxes, subscriptions, acls());
    }

    private Map<MailboxId, Acl> acls() {
        var acls = new HashMap<MailboxId, Acl>();
        engine.scan(scope, Table.ACCOUNT, Range.prefix(Keys.acls()), row -> {
            acls.put(mailboxId(row), Acl.ofBytes(row.value()));
            return true;
        });
        return acls;
    }

    /// The state of each mailbox as of its snapshot; one younger than the last snapshot starts empty.
    private Map<MailboxId, MailboxState> snapshots(Map<MailboxId, Mailbox> rows) {
        var states = new HashMap<MailboxId, MailboxState>();
        rows.forEach((id, row) -> states.put(id, MailboxState.empty(id, row.uidValidity(), 0)));
        engine.scan(scope, Table.ACCOUNT, Range.prefix(Keys.snapshots()), row -> {
            var id = mailboxId(row);
            states.computeIfPresent(id, (_, _) -> MailboxState.ofSnapshot(id, row.value()));
            return true;
        });
        return states;
    }

    private long replay(Counters counters, Map<MailboxId, MailboxState> states) {
        var bytes = new long[1];
        var log = new ChangeLog(engine, scope);
        log.read(counters.snapshotModSeq(), counters.modSeq(), (entry, octets) -> {
            bytes[0] += octets;
            for (var change : entry.changes()) {
                if (change instanceof Change.InMailbox inMailbox) {
                    states.computeIfPresent(inMailbox.mailbox(), (_, state) -> inMailbox.applyTo(state));
                }
            }
            return true;
        });
        return bytes[0];
    }

    private static MailboxState counted(MailboxState state, Mailbox row) {
        return state.counted(new MailboxState.Counters(row.uidNext(), row.highestModSeq(), row.size()));
    }

    private static MailboxId mailboxId(Engine.Entry row) {
        return new MailboxId((int) Keys.behindKind(row.key()).u32());
    }
}
