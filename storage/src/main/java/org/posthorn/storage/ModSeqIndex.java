package org.posthorn.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.posthorn.storage.change.Change;
import org.posthorn.storage.change.ChangeLog;
import org.posthorn.storage.change.FlagModSeqs;
import org.posthorn.storage.change.LogEntry;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.message.Placement;

/// Tells each message's MODSEQ (RFC 7162 §3.1): that of the last change of its flags, or of its arrival.
///
/// **Idea.** Flags are not in rows, and neither is when they changed: a STORE on a million messages writes
/// one entry of the log. What is newer than the log's horizon is found there; what is older [LogTrim] has
/// written into the placements before it deleted the entries. So a message's MODSEQ is the newest entry that
/// names it or its placement's, whichever is greater.
///
/// The log's part is held here in memory, from the first question on: read once, and then, before each answer, what was
/// added since. Accounts where nobody asks have none of it.
///
/// **Invariants.**
///
/// 1. *Order.* Ask here first and read the placement afterwards: an entry that the trimming takes away in between, or
///    before it was read, is in the placement by then.
/// 2. *Never more than a state.* Answers are cut at the state's own modSeq. A message that was changed again meanwhile
///    is told with a MODSEQ below that of the new change, so no client takes what it was told for newer than it is.
/// 3. *Bounded* by the log, which is; [#weight()] says how much it is.
///
/// Thread-safe.
final class ModSeqIndex {
    private final ChangeLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<MailboxId, FlagModSeqs> mailboxes = new HashMap<>();
    private long upTo;

    ModSeqIndex(Engine engine, Scope scope) {
        this.log = new ChangeLog(engine, scope);
    }

    /// Reads what was logged since the last time, up to a published state.
    void catchUp(AccountState.Counters published) {
        lock.lock();
        try {
            log.read(Math.max(upTo, published.log().horizon()), published.modSeq(), (entry, _) -> {
                add(entry);
                upTo = entry.modSeq();
                return true;
            });
        } finally {
            lock.unlock();
        }
    }

    /// The greatest of its changes, those only in placements left out; 0 when there is none.
    long ofFlags(MailboxId mailbox, long uid) {
        lock.lock();
        try {
            var flags = mailboxes.get(mailbox);
            return flags == null ? 0 : flags.of(uid);
        } finally {
            lock.unlock();
        }
    }

    long of(MailboxId mailbox, Placement placement) {
        return Math.max(placement.modSeq(), ofFlags(mailbox, placement.uid()));
    }

    /// About how many octets are held.
    long weight() {
        lock.lock();
        try {
            return mailboxes.values().stream().mapToLong(FlagModSeqs::weight).sum();
        } finally {
            lock.unlock();
        }
    }

    private void add(LogEntry entry) {
        for (var change : entry.changes()) {
            switch (change) {
                case Change.Flagging flags ->
                    mailboxes
                            .computeIfAbsent(flags.mailbox(), _ -> new FlagModSeqs())
                            .changed(flags.uids(_ -> true), entry.modSeq());
                case Change.Expunged(var mailbox, var uids) ->
                    mailboxes.computeIfPresent(mailbox, (_, flags) -> {
                        flags.gone(uids);
                        return flags;
                    });
                case Change.Deleted(var mailbox) -> mailboxes.remove(mailbox);
                case Change.Added _,
                        Change.Created _,
                        Change.Renamed _,
                        Change.Subscription _,
                        Change.Annotated _,
                        Change.Shared _ -> {}
            }
        }
    }
}
