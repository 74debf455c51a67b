package org.posthorn.storage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.Ticket;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.Rights;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.StoredMessage;

/// Copies messages from one account into another, in one commit of both scopes. The copy has a record of its own; the
/// bytes behind its head stay where they are, in the blob's home, with one reference more.
///
/// The sweeper must not delete a blob that is about to get that reference. The source's lock is held, with nothing on
/// its way, from before its placements are read until the commit is submitted: so the source's own reference is
/// there all the while, and whatever removes it later is behind this commit in the order of commits.
final class CopyAcross {
    /// Octets of one commit: it is all in memory.
    private static final int LIMIT = 64 << 20;

    private static final byte[] NOTHING = {1};

    private final Engine engine;
    private final AccountWriter source;
    private final AccountWriter target;
    private final AccountId user;

    /// @param user whose `\Seen` is copied
    CopyAcross(Engine engine, AccountWriter source, AccountWriter target, AccountId user) {
        this.engine = engine;
        this.source = source;
        this.target = target;
        this.user = user;
    }

    /// @param within flags that these rights do not let set are left out
    /// @throws Refused NOT_FOUND; OVER_QUOTA of the target; TOO_BIG; DAMAGED
    Account.Copied copy(MailboxId from, Uids uids, MailboxId to, Rights within) {
        // In the order in which deliveries take their locks.
        boolean sourceFirst = source.id().value() < target.id().value();
        var first = sourceFirst ? source : target;
        var second = sourceFirst ? target : source;
        Submitted submitted;
        first.lock();
        try {
            second.lock();
            try {
                source.settle();
                submitted = submit(from, uids, to, within);
            } finally {
                second.unlock();
            }
        } finally {
            first.unlock();
        }
        submitted.ticket().await();
        return submitted.copied();
    }

    private record Submitted(Account.Copied copied, Ticket ticket) {}

    private Submitted submit(MailboxId from, Uids uids, MailboxId to, Rights within) {
        var held =
                source.published().held(from).orElseThrow(Draft::noSuchMailbox).state();
        var originals = held.uids().and(uids);
        var draft = target.draft();
        var state = draft.require(to).state();
        if (originals.isEmpty()) {
            return new Submitted(new Account.Copied(state.uidValidity(), Uids.NONE, Uids.NONE), target.last());
        }
        var references = new HashMap<Integer, Batch.Builder>();
        var copies = place(from, originals, to, draft, references);
        var seen = user.equals(source.id()) ? held : held.as(user);
        new MessageChanges(draft, new PlacementReader(engine, target.scope()), user)
                .added(
                        to,
                        copies.uids(),
                        MessageChanges.flagsOfCopies(seen, originals, state, copies.uids(), within),
                        copies.octets());
        draft.requireWithin(target.limits());
        var finished = draft.finish();
        var batches = Stream.concat(references.values().stream().map(Batch.Builder::build), finished.batches().stream())
                .toList();
        var ticket = engine.commit(batches, List.of(target.last()), target.publication(finished));
        target.submitted(finished, ticket);
        return new Submitted(new Account.Copied(state.uidValidity(), originals, copies.uids()), ticket);
    }

    private record Copies(Uids uids, long octets) {}

    private Copies place(
            MailboxId from, Uids originals, MailboxId to, Draft draft, Map<Integer, Batch.Builder> references) {
        var copies = MessageChanges.nextUids(draft.require(to).state(), originals.count());
        var uid = copies.iterator();
        var octets = new long[1];
        var reader = new MessageReader(engine, source.scope(), new PlacementReader(engine, source.scope()));
        var messages = new MessageChanges(draft, new PlacementReader(engine, target.scope()));
        reader.read(from, originals, (placement, message) -> {
            long messageId = record(message, draft, references);
            octets[0] += message.size();
            messages.place(
                    to,
                    new Placement(
                            uid.nextLong(),
                            messageId,
                            message.size(),
                            placement.internalDate(),
                            draft.now(),
                            draft.modSeq(),
                            placement.sent()));
            if (draft.batch().size() > LIMIT) {
                throw new Refused(Refused.Why.TOO_BIG, "these are too many messages to copy at once, take fewer");
            }
        });
        if (uid.hasNext()) {
            throw new Refused(Refused.Why.DAMAGED, "some of the messages can't be read");
        }
        return new Copies(copies, octets[0]);
    }

    private long record(StoredMessage message, Draft draft, Map<Integer, Batch.Builder> references) {
        long messageId = draft.nextMessage();
        long thread = draft.threads().threadOf(messageId, message.columns(), draft.batch());
        draft.batch().put(Table.MESSAGE, Keys.message(messageId), message.toRow(thread));
        var blob = message.blob();
        if (!blob.isNone()) {
            references
                    .computeIfAbsent(blob.home(), home -> Batch.in(Scope.account(home)))
                    .put(Table.ACCOUNT, Keys.blobRef(blob.blobId(), target.id().value(), messageId), NOTHING);
        }
        return messageId;
    }
}
