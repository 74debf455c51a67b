package org.posthorn.storage;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Optional;
import org.posthorn.storage.AccountState.Counters;
import org.posthorn.storage.AccountState.Held;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A restored store is one of an earlier time. What it gave out since, UIDs, MODSEQs and object ids, clients
/// remember, and it must never mean something else (RFC 9051 §2.3.1.1, RFC 7162 §3.1, RFC 8474 §4). So once, when
/// such a store is first opened, each account leaves out as many numbers as nobody can have been given since, and
/// counts every message as changed now: a client that comes back finds that some messages went and looks at the flags
/// of the others, and what it has of their bytes stays good. A new UIDVALIDITY would have it fetch all of them again.
final class AfterRestore {
    private static final long UIDS = 1_000_000;
    private static final int MAILBOXES = 100_000;
    private static final long MESSAGES = 1L << 32;
    private static final long MODSEQS = 1L << 32;

    private static final Logger log = LoggerFactory.getLogger(AfterRestore.class);

    private final Engine engine;
    private final Accounts accounts;
    private final Clock clock;

    AfterRestore(Engine engine, Accounts accounts, Clock clock) {
        this.engine = engine;
        this.accounts = accounts;
        this.clock = clock;
    }

    void leaveOut(Collection<AccountId> all) {
        for (var account : all) {
            try {
                var writer = accounts.acquire(account);
                try {
                    writer.mend(state -> Optional.of(further(account, state, clock.instant())));
                } finally {
                    accounts.release(account);
                }
            } catch (Refused e) {
                log.atWarn()
                        .addKeyValue("account", account.value())
                        .addKeyValue("why", e.getMessage())
                        .log("restored account may give out numbers again, run posthorn check --repair");
            }
        }
        log.atInfo().addKeyValue("accounts", all.size()).log("restored store opened");
    }

    private Draft.Finished further(AccountId account, AccountState state, Instant now) {
        var had = state.counters();
        long modSeq = had.modSeq() + MODSEQS;
        var counters = new Counters(
                modSeq,
                had.lastMailbox() + MAILBOXES,
                had.lastMessage() + MESSAGES,
                had.lastUidValidity(),
                had.snapshotModSeq(),
                0,
                new Counters.Log(modSeq, 0));
        var mailboxes = new HashMap<MailboxId, Held>();
        state.mailboxes().forEach((id, held) -> {
            long uidNext = Math.min(held.state().uidNext() + UIDS, Uids.MAX);
            var next = held.state()
                    .counted(new MailboxState.Counters(
                            uidNext, modSeq, held.state().size()));
            mailboxes.put(id, new Held(held.mailbox().counting(next), next));
        });
        var scope = Scope.account(account.value());
        var base = AccountState.of(counters, mailboxes, state.subscriptions(), state.acls());
        var draft = new Draft(account, base, now, new Threads(engine, scope).stage());
        draft.batch().deletePrefix(Table.ACCOUNT, Keys.logEntries());
        draft.everything();
        mailboxes.keySet().forEach(mailbox -> Repair.touch(draft, mailbox));
        return draft.finish();
    }
}
