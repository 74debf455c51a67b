package org.posthorn.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.Ticket;
import org.posthorn.storage.message.Delivery;

/// One message into many accounts: the only place where scopes meet in one commit. Every account gets its own message
/// record and placement; all refer to the one blob, which lies in its home.
final class DeliveryCommit {
    private static final byte[] NOTHING = {1};

    private final Engine engine;
    private final ReceivedMessage message;

    DeliveryCommit(Engine engine, ReceivedMessage message) {
        this.engine = engine;
        this.message = message;
    }

    /// @param recipients by id: the order in which all deliveries take their locks
    void deliver(SortedMap<Integer, AccountWriter> recipients, List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return;
        }
        var locked = new ArrayList<AccountWriter>();
        Ticket ticket;
        try {
            for (var writer : recipients.values()) {
                writer.lock();
                locked.add(writer);
            }
            ticket = submit(recipients, deliveries);
        } finally {
            locked.reversed().forEach(AccountWriter::unlock);
        }
        ticket.await();
        message.kept();
    }

    private Ticket submit(SortedMap<Integer, AccountWriter> recipients, List<Delivery> deliveries) {
        var drafts = new HashMap<Integer, Draft>();
        recipients.forEach((id, writer) -> {
            var draft = writer.draft();
            draft.requireRoom(writer.limits());
            drafts.put(id, draft);
        });
        var home = Batch.in(message.home().scope());
        for (var delivery : deliveries) {
            place(delivery, drafts.get(delivery.account().value()), home);
        }
        message.finishBlob(home);

        var builtOn = new ArrayList<>(message.builtOn());
        var batches = new ArrayList<Batch>();
        if (!home.isEmpty()) {
            batches.add(home.build());
        }
        var finished = new HashMap<Integer, Draft.Finished>();
        recipients.forEach((id, writer) -> {
            var done = drafts.get(id).finish();
            finished.put(id, done);
            batches.addAll(done.batches());
            builtOn.add(writer.last());
        });
        var ticket = engine.commit(batches, builtOn, publication(recipients, finished));
        recipients.forEach((id, writer) -> writer.submitted(finished.get(id), ticket));
        return ticket;
    }

    private void place(Delivery delivery, Draft draft, Batch.Builder home) {
        var rows = new PlacementReader(engine, Scope.account(draft.account().value()));
        var messages = new MessageChanges(draft, rows);
        var mailbox = new MailboxChanges(draft, messages).findOrCreate(delivery.mailbox());
        var arrival = message.withTrace(delivery.trace(), delivery.flags(), delivery.internalDate());
        var placed = messages.add(mailbox.id(), List.of(arrival));
        if (!arrival.blob().isNone()) {
            long blobId = arrival.blob().blobId();
            long messageId = placed.messageIds().getFirst();
            home.put(Table.ACCOUNT, Keys.blobRef(blobId, draft.account().value(), messageId), NOTHING);
        }
    }

    private static Runnable publication(
            SortedMap<Integer, AccountWriter> recipients, Map<Integer, Draft.Finished> finished) {
        var each = new ArrayList<Runnable>();
        recipients.forEach((id, writer) -> each.add(writer.publication(finished.get(id))));
        return () -> each.forEach(Runnable::run);
    }
}
