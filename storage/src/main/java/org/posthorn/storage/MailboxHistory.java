package org.posthorn.storage;

import java.util.function.Predicate;
import org.posthorn.storage.Account.ChangesSince;
import org.posthorn.storage.Account.ModSeqVisitor;
import org.posthorn.storage.Account.ModSeqs;
import org.posthorn.storage.change.ChangeLog;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;

/// Answers when a mailbox's messages were changed, and which were since (RFC 7162), out of the log and, behind its
/// horizon, the placements. Thread-safe.
final class MailboxHistory {
    /// MODSEQs found at once.
    private static final int WINDOW = 4_096;

    private final AccountWriter writer;
    private final PlacementReader rows;
    private final ChangeLog log;

    MailboxHistory(Engine engine, AccountWriter writer, PlacementReader rows) {
        this.writer = writer;
        this.rows = rows;
        this.log = new ChangeLog(engine, writer.scope());
    }

    ModSeqs modSeqs(MailboxState state) {
        var index = caughtUp();
        return placement -> Math.min(index.of(state.id(), placement), state.highestModSeq());
    }

    <X extends Exception> void modSeqs(MailboxState state, Uids uids, ModSeqVisitor<X> visitor) throws X {
        var there = state.uids().and(uids);
        for (int first = 1; first <= there.count(); first += WINDOW) {
            int last = Math.min(first + WINDOW - 1, there.count());
            window(state, there.and(Uids.range(there.at(first), there.at(last))), visitor);
        }
    }

    private <X extends Exception> void window(MailboxState state, Uids uids, ModSeqVisitor<X> visitor) throws X {
        var index = caughtUp();
        var modSeqs = new long[uids.count()];
        var unchanged = new UidsBuilder();
        int i = 0;
        for (var each = uids.iterator(); each.hasNext(); i++) {
            long uid = each.nextLong();
            modSeqs[i] = index.ofFlags(state.id(), uid);
            if (modSeqs[i] == 0) {
                unchanged.add(uid);
            }
        }
        rows.read(
                state.id(), unchanged.build(), each -> modSeqs[uids.rank(each.uid()) - 1] = index.of(state.id(), each));
        i = 0;
        for (var each = uids.iterator(); each.hasNext(); i++) {
            long uid = each.nextLong();
            if (modSeqs[i] > 0) { // else it went meanwhile
                visitor.visit(uid, Math.min(modSeqs[i], state.highestModSeq()));
            }
        }
    }

    /// @param flags those whose changes count, as far as the log goes
    ChangesSince since(MailboxState state, long modSeq, Predicate<Flag> flags) {
        var changes = log.of(state.id(), modSeq, state.highestModSeq(), flags);
        var changed = changes.arrived().or(changes.flagged());
        if (!changes.whole()) {
            changed = changed.or(changedSince(state, modSeq));
        }
        return new ChangesSince(changed.and(state.uids()), changes.gone(), changes.whole());
    }

    private Uids changedSince(MailboxState state, long modSeq) {
        var modSeqs = modSeqs(state);
        var changed = new UidsBuilder();
        rows.read(state.id(), state.uids(), placement -> {
            if (modSeqs.of(placement) > modSeq) {
                changed.add(placement.uid());
            }
        });
        return changed.build();
    }

    /// The messages that a conditional change of flags must leave alone.
    Uids modifiedSince(MailboxState state, FlagChange change, long modSeq) {
        boolean all = change.kind() == FlagChange.Kind.REPLACE;
        if (modSeq == 0 && !all && change.flags().stream().noneMatch(Flag::isSystem)) {
            // RFC 7162 §3.1.3: 0 asks whether the flag is there, and a keyword is there where it is set.
            return change.flags().stream().map(state::with).reduce(Uids.NONE, Uids::or);
        }
        return since(state, modSeq, change::touches).changed();
    }

    private ModSeqIndex caughtUp() {
        var index = writer.modSeqs();
        index.catchUp(writer.published().counters());
        return index;
    }
}
