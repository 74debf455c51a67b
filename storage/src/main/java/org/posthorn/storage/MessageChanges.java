package org.posthorn.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.posthorn.storage.change.Change;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Rights;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;
import org.posthorn.storage.message.ParsedMessage;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.StoredMessage;

/// Adding, flagging, copying and expunging messages: what becomes of rows and states.
final class MessageChanges {
    /// The most keywords of one mailbox.
    static final int KEYWORDS = 1_000;

    private final Draft draft;
    private final PlacementReader rows;
    private final AccountId user;

    /// A message that is new in the account.
    ///
    /// @param trace header lines above the message
    /// @param size  octets in all, with the trace
    record Arrival(
            ParsedMessage parsed,
            byte[] trace,
            long size,
            StoredMessage.BlobRef blob,
            Set<Flag> flags,
            Instant internalDate) {}

    /// What new messages were given, in their order.
    record Placed(long uidValidity, Uids uids, List<Long> messageIds) {}

    /// @param rows reads what is committed, so copying and expunging need a draft with nothing on its way before it
    MessageChanges(Draft draft, PlacementReader rows) {
        this(draft, rows, draft.account());
    }

    /// @param user whose `\Seen` it is that changes
    MessageChanges(Draft draft, PlacementReader rows, AccountId user) {
        this.draft = draft;
        this.rows = rows;
        this.user = user;
    }

    Placed add(MailboxId mailbox, List<Arrival> arrivals) {
        var state = draft.require(mailbox).state();
        var uids = nextUids(state, arrivals.size());
        var flags = new LinkedHashMap<Flag, UidsBuilder>();
        var messageIds = new ArrayList<Long>();
        long octets = 0;
        var uid = uids.iterator();
        for (var arrival : arrivals) {
            long messageId = draft.nextMessage();
            long its = uid.nextLong();
            long thread = draft.threads().threadOf(messageId, arrival.parsed().columns(), draft.batch());
            byte[] row = arrival.parsed().toRow(arrival.trace(), arrival.size(), arrival.blob(), thread);
            draft.batch().put(Table.MESSAGE, Keys.message(messageId), row);
            place(mailbox, placement(its, messageId, arrival));
            arrival.flags()
                    .forEach(flag ->
                            flags.computeIfAbsent(flag, _ -> new UidsBuilder()).add(its));
            messageIds.add(messageId);
            octets += arrival.size();
        }
        added(mailbox, uids, built(state, flags), octets);
        return new Placed(state.uidValidity(), uids, messageIds);
    }

    /// @return the messages whose flags are others now
    Uids store(MailboxId mailbox, Uids uids, FlagChange change) {
        var state = seen(mailbox);
        var targets = state.uids().and(uids);
        var set = new LinkedHashMap<Flag, Uids>();
        var taken = new LinkedHashMap<Flag, Uids>();
        if (change.kind() != FlagChange.Kind.REMOVE) {
            change.flags().stream()
                    .filter(change::sets)
                    .forEach(flag -> set.put(flag, targets.minus(state.with(flag))));
        }
        for (var flag : state.flags()) {
            boolean named = change.flags().contains(flag);
            boolean takes = change.kind() == FlagChange.Kind.REMOVE && named
                    || change.kind() == FlagChange.Kind.REPLACE && !named;
            if (takes && change.touches(flag)) {
                taken.put(flag, targets.and(state.with(flag)));
            }
        }
        set.values().removeIf(Uids::isEmpty);
        taken.values().removeIf(Uids::isEmpty);
        limitKeywords(state, set.keySet());
        var changed = Uids.NONE;
        for (var each : set.values()) {
            changed = changed.or(each);
        }
        for (var each : taken.values()) {
            changed = changed.or(each);
        }
        if (!changed.isEmpty()) {
            flagged(mailbox, set, taken);
        }
        return changed;
    }

    /// @param within flags that these rights do not let set are left out
    Account.Copied copy(MailboxId from, Uids uids, MailboxId to, Rights within) {
        var source = seen(from);
        var target = draft.require(to).state();
        var originals = source.uids().and(uids);
        if (originals.isEmpty()) {
            return new Account.Copied(target.uidValidity(), Uids.NONE, Uids.NONE);
        }
        var copies = nextUids(target, originals.count());
        var uid = copies.iterator();
        var octets = new long[1];
        rows.read(from, originals, placement -> {
            place(to, placement.copied(uid.nextLong(), draft.now(), draft.modSeq()));
            octets[0] += placement.size();
        });
        if (uid.hasNext()) {
            throw new IllegalStateException("mailbox " + from + " lacks placements of " + originals);
        }
        added(to, copies, flagsOfCopies(source, originals, target, copies, within), octets[0]);
        return new Account.Copied(target.uidValidity(), originals, copies);
    }

    Account.Copied move(MailboxId from, Uids uids, MailboxId to, Rights within) {
        var copied = copy(from, uids, to, within);
        if (!copied.from().isEmpty()) {
            unplace(from, copied.from(), Leaving.MOVED);
        }
        return copied;
    }

    /// @return those that were there
    Uids expunge(MailboxId mailbox, Uids uids) {
        var gone = draft.require(mailbox).state().uids().and(uids);
        if (!gone.isEmpty()) {
            unplace(mailbox, gone, Leaving.GONE);
        }
        return gone;
    }

    /// Unplaces everything in a mailbox that is about to go itself.
    void dropAll(MailboxId mailbox) {
        var state = draft.require(mailbox).state();
        var flags = flagsWithin(state, state.uids());
        rows.read(mailbox, state.uids(), placement -> keep(mailbox, placement, flags));
        draft.batch().deletePrefix(Table.ACCOUNT, Keys.placements(mailbox.value()));
    }

    /// What becomes of a deleted message that is brought back: a new UID, its flags without `\Deleted`, its dates.
    record Returning(DeletedId id, DeletedPlace place) {}

    /// Gives deleted messages, each of which has its row still, a place in a mailbox.
    void restore(MailboxId mailbox, List<Returning> messages) {
        var state = draft.require(mailbox).state();
        var uids = nextUids(state, messages.size());
        var flags = new LinkedHashMap<Flag, UidsBuilder>();
        long octets = 0;
        var uid = uids.iterator();
        for (var message : messages) {
            var id = message.id();
            var was = message.place();
            long its = uid.nextLong();
            draft.batch()
                    .delete(
                            Table.ACCOUNT,
                            Keys.place(id.messageId(), id.mailbox().value(), id.uid()))
                    .delete(Table.ACCOUNT, new Deletion.OfMessage(was.deletedAt(), id).key());
            place(
                    mailbox,
                    new Placement(its, id.messageId(), was.size(), was.internalDate(), was.savedAt(), draft.modSeq()));
            was.flags().stream()
                    .filter(flag -> !flag.equals(Flag.DELETED))
                    .forEach(flag ->
                            flags.computeIfAbsent(flag, _ -> new UidsBuilder()).add(its));
            octets += was.size();
        }
        draft.change(new Change.Added(mailbox, uids, built(state, flags)), octets);
    }

    private enum Leaving {
        MOVED,
        GONE
    }

    private void unplace(MailboxId mailbox, Uids uids, Leaving leaving) {
        var octets = new long[1];
        var count = new int[1];
        var flags = flagsWithin(draft.require(mailbox).state(), uids);
        rows.read(mailbox, uids, placement -> {
            draft.batch().delete(Table.ACCOUNT, Keys.placement(mailbox.value(), placement.uid()));
            switch (leaving) {
                case MOVED -> forget(mailbox, placement);
                case GONE -> keep(mailbox, placement, flags);
            }
            octets[0] += placement.size();
            count[0]++;
        });
        if (count[0] != uids.count()) {
            throw new IllegalStateException("mailbox " + mailbox + " has " + count[0] + " placements of " + uids);
        }
        draft.change(new Change.Expunged(mailbox, uids), -octets[0]);
    }

    private void forget(MailboxId mailbox, Placement placement) {
        draft.batch().delete(Table.ACCOUNT, Keys.place(placement.messageId(), mailbox.value(), placement.uid()));
    }

    /// The place stays, as a deleted one, until it is brought back or the sweeper finds it due.
    private void keep(MailboxId mailbox, Placement placement, Map<Flag, Uids> flags) {
        var its = flags.entrySet().stream()
                .filter(flag -> flag.getValue().contains(placement.uid()))
                .map(Map.Entry::getKey)
                .toList();
        var deleted =
                new DeletedPlace(draft.now(), placement.size(), placement.internalDate(), placement.savedAt(), its);
        var id = new DeletedId(placement.messageId(), mailbox, placement.uid());
        draft.batch()
                .put(Table.ACCOUNT, Keys.place(id.messageId(), mailbox.value(), id.uid()), deleted.toBytes())
                .put(Table.ACCOUNT, new Deletion.OfMessage(draft.now(), id).key(), Deletion.MARK);
    }

    private static Map<Flag, Uids> flagsWithin(MailboxState state, Uids uids) {
        var flags = new LinkedHashMap<Flag, Uids>();
        state.flags().forEach(flag -> flags.put(flag, state.with(flag).and(uids)));
        flags.values().removeIf(Uids::isEmpty);
        return flags;
    }

    private Placement placement(long uid, long messageId, Arrival arrival) {
        var date = arrival.internalDate();
        var sent = arrival.parsed().columns().sent().orElse(date);
        return new Placement(uid, messageId, arrival.size(), date, draft.now(), draft.modSeq(), Optional.of(sent));
    }

    void place(MailboxId mailbox, Placement placement) {
        draft.batch()
                .put(Table.ACCOUNT, Keys.placement(mailbox.value(), placement.uid()), placement.toBytes())
                .put(
                        Table.ACCOUNT,
                        Keys.place(placement.messageId(), mailbox.value(), placement.uid()),
                        DeletedPlace.LIVE);
    }

    /// As the user has it.
    private MailboxState seen(MailboxId mailbox) {
        var state = draft.require(mailbox).state();
        return isOwner() ? state : state.as(user);
    }

    private boolean isOwner() {
        return user.equals(draft.account());
    }

    /// Where the user is not the owner, `\Seen` is a matter of his own.
    void added(MailboxId mailbox, Uids uids, Map<Flag, Uids> flags, long octets) {
        var shared = new LinkedHashMap<>(flags);
        var seen = isOwner() ? Uids.NONE : shared.getOrDefault(Flag.SEEN, Uids.NONE);
        if (!isOwner()) {
            shared.remove(Flag.SEEN);
        }
        draft.change(new Change.Added(mailbox, uids, shared), octets);
        seenBy(mailbox, seen, Uids.NONE);
    }

    private void flagged(MailboxId mailbox, Map<Flag, Uids> set, Map<Flag, Uids> taken) {
        if (isOwner()) {
            draft.change(new Change.FlagsChanged(mailbox, set, taken), 0);
            return;
        }
        var seen = Optional.ofNullable(set.remove(Flag.SEEN)).orElse(Uids.NONE);
        var unseen = Optional.ofNullable(taken.remove(Flag.SEEN)).orElse(Uids.NONE);
        if (!set.isEmpty() || !taken.isEmpty()) {
            draft.change(new Change.FlagsChanged(mailbox, set, taken), 0);
        }
        seenBy(mailbox, seen, unseen);
    }

    private void seenBy(MailboxId mailbox, Uids seen, Uids unseen) {
        if (!seen.isEmpty() || !unseen.isEmpty()) {
            draft.change(new Change.SeenBy(mailbox, user, seen, unseen), 0);
        }
    }

    static Uids nextUids(MailboxState state, int count) {
        long first = state.uidNext();
        if (first + count > Uids.MAX) {
            throw new Refused(Refused.Why.OVER_QUOTA, "the mailbox has given out all its UIDs");
        }
        return Uids.range(first, first + count - 1);
    }

    static Map<Flag, Uids> flagsOfCopies(
            MailboxState source, Uids originals, MailboxState target, Uids copies, Rights within) {
        var flags = new LinkedHashMap<Flag, UidsBuilder>();
        for (var flag : source.flags()) {
            if (!within.allow(flag)) {
                continue;
            }
            var members = source.with(flag).and(originals).iterator();
            while (members.hasNext()) {
                long copy = copies.at(originals.rank(members.nextLong()));
                flags.computeIfAbsent(flag, _ -> new UidsBuilder()).add(copy);
            }
        }
        return built(target, flags);
    }

    private static Map<Flag, Uids> built(MailboxState state, Map<Flag, UidsBuilder> flags) {
        limitKeywords(state, flags.keySet());
        return flags.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().build(), Uids::or, LinkedHashMap::new));
    }

    private static void limitKeywords(MailboxState state, Set<Flag> added) {
        long fresh =
                added.stream().filter(flag -> !state.flags().contains(flag)).count();
        if (fresh > 0 && state.flags().size() + fresh > KEYWORDS + Flag.SYSTEM.size()) {
            throw new Refused(Refused.Why.OVER_QUOTA, "no more than " + KEYWORDS + " keywords in a mailbox");
        }
    }
}
