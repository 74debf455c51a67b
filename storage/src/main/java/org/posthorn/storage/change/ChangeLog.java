package org.posthorn.storage.change;

import java.util.function.Predicate;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.UidsBuilder;

/// Reads an account's log, in its order, page by page: however long it is, a page is in memory. Thread-safe.
public record ChangeLog(Engine engine, Scope scope) {

    /// Is told the entries of a log.
    public interface Visitor {
        /// @param octets of the entry's row
        /// @return whether to go on
        boolean visit(LogEntry entry, int octets);
    }

    /// Visits the entries behind `after`, up to `last`; both are modSeqs.
    public void read(long after, long last, Visitor visitor) {
        if (after >= last) {
            return;
        }
        var range = new Range(Keys.logEntry(after + 1), Keys.logEntry(last + 1));
        engine.scan(scope, Table.ACCOUNT, range, row -> visitor.visit(LogEntry.of(row), row.value().length));
    }

    /// What became of the messages of one mailbox. A set may hold messages that went later.
    ///
    /// @param flags those whose changes are looked for
    public Changes of(MailboxId mailbox, long after, long last, Predicate<Flag> flags) {
        var arrived = new UidsBuilder();
        var flagged = new UidsBuilder();
        var gone = new UidsBuilder();
        var missing = new long[] {last - after};
        read(after, last, (entry, _) -> {
            missing[0]--;
            for (var change : entry.changes()) {
                if (change instanceof Change.InMailbox inMailbox
                        && inMailbox.mailbox().equals(mailbox)) {
                    switch (inMailbox) {
                        case Change.Added added -> arrived.addAll(added.uids());
                        case Change.Flagging changed -> flagged.addAll(changed.uids(flags));
                        case Change.Expunged expunged -> gone.addAll(expunged.uids());
                    }
                }
            }
            return true;
        });
        return new Changes(arrived.build(), flagged.build(), gone.build(), missing[0] <= 0);
    }
}
