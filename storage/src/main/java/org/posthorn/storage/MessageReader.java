package org.posthorn.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.Account.MessageVisitor;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.StoredMessage;

/// Reads message records in bulk. Messages are numbered as they arrive and so are UIDs: the records of neighbours in a
/// mailbox are neighbours on the disk, mostly, and read as a page; what was copied in another order, by keys.
/// Thread-safe.
record MessageReader(Engine engine, Scope scope, PlacementReader rows) {
    /// Placements read at once.
    private static final int GROUP = 512;
    /// Records asked for by their keys at once: each has at most 64 KiB of header.
    private static final int RECORDS = 64;
    /// A record passed over costs less than a page begun anew, up to this many.
    private static final int GAP = 4;

    /// Visits the messages of those UIDs that exist, ascending.
    <X extends Exception> void read(MailboxId mailbox, Uids uids, MessageVisitor<X> visitor) throws X {
        var members = uids.iterator();
        while (members.hasNext()) {
            var group = new UidsBuilder();
            for (int i = 0; i < GROUP && members.hasNext(); i++) {
                group.add(members.nextLong());
            }
            var placements = new ArrayList<Placement>();
            rows.read(mailbox, group.build(), placements::add);
            for (int done = 0; done < placements.size(); ) {
                var rest = placements.subList(done, placements.size());
                int run = run(rest);
                done += run > 1
                        ? scan(mailbox, rest.subList(0, run), visitor)
                        : lookUp(mailbox, rest.subList(0, Math.min(rest.size(), RECORDS)), visitor);
            }
        }
    }

    /// How many of the first have ascending ids with few others between them.
    private static int run(List<Placement> placements) {
        int run = 1;
        while (run < placements.size()) {
            long step =
                    placements.get(run).messageId() - placements.get(run - 1).messageId();
            if (step < 1 || step > GAP) {
                break;
            }
            run++;
        }
        return run;
    }

    /// Visits as many of the run as come in one page, and says how many.
    private <X extends Exception> int scan(MailboxId mailbox, List<Placement> run, MessageVisitor<X> visitor) throws X {
        long first = run.getFirst().messageId();
        long last = run.getLast().messageId();
        var range = new Range(Keys.message(first), Keys.message(last + 1));
        var page = engine.page(scope, Table.MESSAGE, range, (int) (last - first) + 1);
        var entries = page.entries().iterator();
        long end = page.more() ? messageId(page.entries().getLast()) : last;
        long at = -1;
        byte[] row = {};
        int visited = 0;
        for (; visited < run.size() && run.get(visited).messageId() <= end; visited++) {
            var placement = run.get(visited);
            while (at < placement.messageId() && entries.hasNext()) {
                var entry = entries.next();
                at = messageId(entry);
                row = entry.value();
            }
            visit(mailbox, placement, at == placement.messageId() ? Optional.of(row) : Optional.empty(), visitor);
        }
        return visited;
    }

    private static long messageId(Engine.Entry entry) {
        return new BytesReader(entry.key()).u64();
    }

    private <X extends Exception> int lookUp(MailboxId mailbox, List<Placement> some, MessageVisitor<X> visitor)
            throws X {
        var keys = some.stream().map(each -> Keys.message(each.messageId())).toList();
        var records = engine.multiGet(scope, Table.MESSAGE, keys);
        for (int i = 0; i < records.size(); i++) {
            visit(mailbox, some.get(i), records.get(i), visitor);
        }
        return records.size();
    }

    private <X extends Exception> void visit(
            MailboxId mailbox, Placement placement, Optional<byte[]> row, MessageVisitor<X> visitor) throws X {
        var message = record(mailbox, placement, row);
        if (message.isPresent()) {
            visitor.visit(placement, message.get());
        }
    }

    private Optional<StoredMessage> record(MailboxId mailbox, Placement placement, Optional<byte[]> row) {
        try {
            if (row.isPresent()) {
                return row.map(bytes -> StoredMessage.ofBytes(placement.messageId(), bytes));
            }
        } catch (BytesReader.Malformed _) {
            throw damaged(placement);
        }
        // Expunged and swept since the placement was read, or there is something wrong.
        rows.read(mailbox, Uids.of(placement.uid()), same -> {
            throw damaged(same);
        });
        return Optional.empty();
    }

    private static Refused damaged(Placement placement) {
        return new Refused(Refused.Why.DAMAGED, "message " + placement.messageId() + " is damaged");
    }
}
