package org.posthorn.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.AccountState.Held;
import org.posthorn.storage.Finding.Where;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.mailbox.MailboxId;

/// Verifies one account: rows against states, states against the log, counts, sizes and references, and plans the
/// repair. Under the account's lock with nothing on its way, or while the account is in nobody's memory.
final class AccountCheck {
    private final Engine engine;
    private final AccountId id;
    private final RowReader rows;
    private final Findings findings;
    private final Where where;
    private final Instant now;
    private final Repair repair;

    AccountCheck(Engine engine, AccountId id, Findings findings, Where where, Instant now) {
        this.engine = engine;
        this.id = id;
        this.rows = new RowReader(engine, Scope.account(id.value()));
        this.findings = findings;
        this.where = where;
        this.now = now;
        this.repair = new Repair(engine, id, now);
    }

    /// @param memory the state that sessions see; empty when the account can't be loaded
    /// @return the commit that mends what can be mended; empty when nothing is to be done
    Optional<Draft.Finished> run(Optional<AccountState> memory) {
        long told = findings.summary().findings();
        var acls = new AclCheck(rows, findings, where, repair).run(memory);
        boolean loadable = findings.summary().findings() == told;
        var saved = new Salvage(rows, findings, where, memory.isPresent(), now.getEpochSecond()).read();
        if (!saved.sound()) {
            repair.touchAll();
        }
        repair.forgetLog(saved.badEntry());
        var state = memory.map(known -> merged(known, saved, loadable))
                .orElse(saved.state())
                .sharing(acls);
        var placed = new PlacedMessages();
        var mailboxes = new ArrayList<MailboxCheck>();
        for (var held : state.mailboxes().values()) {
            var check = new MailboxCheck(rows, findings, where, held, repair, placed);
            check.run();
            mailboxes.add(check);
        }
        new LostPlacements(rows, findings, repair, now).mend(mailboxes);
        var places = new PlaceCheck(rows, findings, where, repair, now, state);
        places.run(mailboxes);
        new DeletionCheck(rows, findings, where, repair, now, state).run();
        new MessageCheck(rows, id, findings, where, repair, now, placed, places.strayed()).run();
        new AnnotationCheck(rows, findings, where, repair, state).run();
        new AccessKeyCheck(rows, findings, where, repair, state).run();
        new ThreadCheck(rows, findings, where, repair).run();
        mailboxes.forEach(check -> repair.octets(check.id(), check.octets()));
        if (!findings.repairing()) {
            return Optional.empty();
        }
        repair.writeRows();
        return repair.isNeeded() ? Optional.of(repair.finish(state)) : Optional.empty();
    }

    /// What is in memory is the truth, as far as it goes: with counters not behind the rows', and mailboxes that only
    /// rows know.
    /// @param loadable nothing else is known that keeps the account from being loaded
    private AccountState merged(AccountState memory, Salvage.Saved saved, boolean loadable) {
        if (saved.sound()) {
            compare(memory, saved.state());
            if (loadable) {
                new AccountLoader(engine, id).load().ifPresent(loaded -> compare(saved.state(), loaded));
            }
        }
        var mailboxes = new HashMap<>(memory.mailboxes());
        Map<MailboxId, Held> stored = saved.state().mailboxes();
        stored.forEach(mailboxes::putIfAbsent);
        var a = memory.counters();
        var b = saved.state().counters();
        var counters = new AccountState.Counters(
                Math.max(a.modSeq(), b.modSeq()),
                Math.max(a.lastMailbox(), b.lastMailbox()),
                Math.max(a.lastMessage(), b.lastMessage()),
                Math.max(a.lastUidValidity(), b.lastUidValidity()),
                a.snapshotModSeq(),
                a.toReplay(),
                b.log());
        return AccountState.of(counters, mailboxes, memory.subscriptions(), memory.acls());
    }

    /// What the disk would give after a crash is what is in memory.
    private void compare(AccountState memory, AccountState stored) {
        var a = memory.counters();
        var b = stored.counters();
        if (a.modSeq() != b.modSeq()
                || a.lastMessage() != b.lastMessage()
                || a.lastMailbox() != b.lastMailbox()
                || !a.log().equals(b.log())) {
            differs(where, "counters are " + b + ", in memory " + a);
        }
        if (!memory.names().equals(stored.names()) || !memory.subscriptions().equals(stored.subscriptions())) {
            differs(where, "names or subscriptions are not those in memory");
        }
        if (!memory.totals().equals(stored.totals())) {
            differs(where, "it holds " + stored.totals() + ", counted as " + memory.totals());
        }
        memory.mailboxes().forEach((mailbox, held) -> {
            var replayed = stored.mailboxes().get(mailbox);
            if (replayed != null
                    && !(replayed.state().same(held.state())
                            && replayed.mailbox().equals(held.mailbox()))) {
                differs(where.in(held.mailbox().name().text()), "as replayed it is not what it is in memory");
            }
        });
    }

    private void differs(Where place, String what) {
        repair.rewrite();
        findings.tell(Damage.STORED_STATE, place, what);
    }
}
