package org.posthorn.storage.mailbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

/// What one mailbox holds at one moment: its UIDs and, for each flag, the UIDs that have it. Immutable; shared by all
/// sessions; replaced by the account's single writer.
///
/// **Idea.** A mailbox is a set of UIDs and a few sets of flagged UIDs, all compressed bitmaps. Rank and select on the
/// first are the map between sequence numbers and UIDs; SEARCH by flag, STATUS, and what a session has not been told
/// yet are set algebra between two states. Nothing here needs a row of the store, so a mailbox of a million messages
/// opens as fast as its bitmaps are read.
///
/// `\Seen` is the owner's. Each other user of a shared mailbox has an own set of what he has seen; [#as] puts that in
/// its place, so that whoever is given a state need not know of this.
///
/// **Invariants.**
///
/// 1. Every flag's UIDs are a part of [#uids()]; every UID is below [#uidNext()].
/// 2. A state is never changed. A change makes a new one that shares every bitmap which the change did not touch, so
///    equal bitmaps of two states are mostly the same object and comparing them costs nothing.
/// 3. A state plus the changes in the log behind it is the next state: snapshot and replay give the very state that
///    was published before a crash.
///
/// Stored as a snapshot:
///
///     snapshot := version u8 = 2, uidValidity varint, uidNext varint, highestModSeq varint, size varint,
///                 uids, flags varint, (name text, uids)*, users varint, (account varint, uids)*
///
/// In version 1 there were no users.
public final class MailboxState {
    private static final int VERSION = 2;
    /// Of objects around a bitmap.
    private static final int OVERHEAD = 150;

    private final MailboxId id;
    private final long uidValidity;
    private final Counters counters;
    private final Uids uids;
    private final Map<Flag, Uids> flags;
    private final Map<AccountId, Uids> seenBy;

    /// The numbers that go with the bitmaps.
    ///
    /// @param size octets of all messages
    public record Counters(long uidNext, long highestModSeq, long size) {}

    private MailboxState(
            MailboxId id,
            long uidValidity,
            Counters counters,
            Uids uids,
            Map<Flag, Uids> flags,
            Map<AccountId, Uids> seenBy) {
        this.id = id;
        this.uidValidity = uidValidity;
        this.counters = counters;
        this.uids = uids;
        this.flags = flags;
        this.seenBy = seenBy;
    }

    /// A mailbox that was just made.
    public static MailboxState empty(MailboxId id, long uidValidity, long modSeq) {
        var flags = new LinkedHashMap<Flag, Uids>();
        Flag.SYSTEM.forEach(flag -> flags.put(flag, Uids.NONE));
        return new MailboxState(id, uidValidity, new Counters(1, modSeq, 0), Uids.NONE, flags, Map.of());
    }

    public MailboxId id() {
        return id;
    }

    public long uidValidity() {
        return uidValidity;
    }

    public long uidNext() {
        return counters.uidNext();
    }

    /// Of the last change in this mailbox.
    public long highestModSeq() {
        return counters.highestModSeq();
    }

    public Uids uids() {
        return uids;
    }

    /// Every flag that some message has or had; system flags always included.
    public Set<Flag> flags() {
        return Collections.unmodifiableSet(flags.keySet());
    }

    /// The messages that have the flag; a part of [#uids()].
    public Uids with(Flag flag) {
        return flags.getOrDefault(flag, Uids.NONE);
    }

    /// The flags of one message, system flags first.
    public List<Flag> flagsOf(long uid) {
        var present = new ArrayList<Flag>();
        flags.forEach((flag, members) -> {
            if (members.contains(uid)) {
                present.add(flag);
            }
        });
        return present;
    }

    /// Octets of all messages.
    public long size() {
        return counters.size();
    }

    /// The messages of both states whose flags are not the same in the other: bitmap algebra, no rows read.
    public Uids flagsChangedSince(MailboxState earlier) {
        var changed = Uids.NONE;
        for (var flag : flags.keySet()) {
            Uids now = with(flag);
            Uids before = earlier.with(flag);
            if (now != before) {
                changed = changed.or(now.xor(before));
            }
        }
        return changed.isEmpty() ? changed : changed.and(uids).and(earlier.uids);
    }

    /// What another user than the owner has seen.
    public Uids seenBy(AccountId user) {
        return seenBy.getOrDefault(user, Uids.NONE);
    }

    /// The other users who have seen something.
    public Set<AccountId> users() {
        return Collections.unmodifiableSet(seenBy.keySet());
    }

    /// The same messages as another user than the owner has them: `\Seen` is his. Not to be stored.
    public MailboxState as(AccountId user) {
        var theirs = new LinkedHashMap<>(flags);
        theirs.put(Flag.SEEN, seenBy(user));
        return with(uids, theirs);
    }

    // ---- the next state

    /// With messages that came, and their flags.
    public MailboxState added(Uids arrived, Map<Flag, Uids> theirFlags) {
        return with(uids.or(arrived), merged(theirFlags, Map.of()));
    }

    /// With flags set and taken away.
    public MailboxState flagged(Map<Flag, Uids> set, Map<Flag, Uids> taken) {
        return with(uids, merged(set, taken));
    }

    /// With messages that another user than the owner has seen now, and that he has unseen.
    public MailboxState seenBy(AccountId user, Uids seen, Uids unseen) {
        var users = new LinkedHashMap<>(seenBy);
        var now = seenBy(user).or(seen).minus(unseen);
        if (now.isEmpty()) {
            users.remove(user);
        } else {
            users.put(user, now);
        }
        return new MailboxState(id, uidValidity, counters, uids, flags, users);
    }

    /// With what others have seen of these messages by a state that was known of them.
    public MailboxState seenAsIn(MailboxState known) {
        var users = new LinkedHashMap<AccountId, Uids>();
        known.seenBy.forEach((user, members) -> users.put(user, members.and(uids)));
        users.values().removeIf(Uids::isEmpty);
        return new MailboxState(id, uidValidity, counters, uids, flags, users);
    }

    /// Without messages that went.
    public MailboxState expunged(Uids gone) {
        var left = new LinkedHashMap<>(flags);
        left.replaceAll((_, members) -> without(members, gone));
        var users = new LinkedHashMap<>(seenBy);
        users.replaceAll((_, members) -> without(members, gone));
        users.values().removeIf(Uids::isEmpty);
        return new MailboxState(id, uidValidity, counters, uids.minus(gone), left, users);
    }

    private static Uids without(Uids members, Uids gone) {
        return members.and(gone).isEmpty() ? members : members.minus(gone);
    }

    public MailboxState counted(Counters now) {
        return new MailboxState(id, uidValidity, now, uids, flags, seenBy);
    }

    private MailboxState with(Uids members, Map<Flag, Uids> theirFlags) {
        return new MailboxState(id, uidValidity, counters, members, theirFlags, seenBy);
    }

    private Map<Flag, Uids> merged(Map<Flag, Uids> set, Map<Flag, Uids> taken) {
        if (set.isEmpty() && taken.isEmpty()) {
            return flags;
        }
        var merged = new LinkedHashMap<>(flags);
        set.forEach((flag, members) -> merged.merge(flag, members, Uids::or));
        taken.forEach((flag, members) -> merged.computeIfPresent(flag, (_, had) -> had.minus(members)));
        return merged;
    }

    // ---- stored

    public byte[] toSnapshot() {
        var out = new BytesWriter(256)
                .u8(VERSION)
                .varint(uidValidity)
                .varint(uidNext())
                .varint(highestModSeq())
                .varint(size());
        uids.writeTo(out);
        out.varint(flags.size());
        flags.forEach((flag, members) -> {
            out.text(flag.name());
            members.writeTo(out);
        });
        out.varint(seenBy.size());
        seenBy.forEach((user, members) -> {
            out.varint(user.value());
            members.writeTo(out);
        });
        return out.toRow();
    }

    public static MailboxState ofSnapshot(MailboxId id, byte[] snapshot) {
        var in = new BytesReader(snapshot);
        int version = in.version(VERSION);
        long uidValidity = in.varint();
        var counters = new Counters(in.varint(), in.varint(), in.varint());
        var uids = Uids.readFrom(in);
        var flags = new LinkedHashMap<Flag, Uids>();
        for (long left = in.varint(); left > 0; left--) {
            flags.put(Flag.of(in.text()), Uids.readFrom(in));
        }
        var users = new LinkedHashMap<AccountId, Uids>();
        for (long left = version == 1 ? 0 : in.varint(); left > 0; left--) {
            users.put(new AccountId(Math.toIntExact(in.varint())), Uids.readFrom(in));
        }
        return new MailboxState(id, uidValidity, counters, uids, flags, users);
    }

    /// About how many octets this takes in memory: for 1,000,000 messages at worst 130 to 250 KB and as much
    /// for each flag; some hundred when UIDs and flags come in long runs.
    public long weight() {
        long weight = OVERHEAD + uids.weight();
        for (var members : flags.values()) {
            weight += OVERHEAD + members.weight();
        }
        for (var members : seenBy.values()) {
            weight += OVERHEAD + members.weight();
        }
        return weight;
    }

    /// Whether the other holds the same messages with the same flags and numbers.
    public boolean same(MailboxState other) {
        return id.equals(other.id)
                && uidValidity == other.uidValidity
                && counters.equals(other.counters)
                && uids.equals(other.uids)
                && seenBy.equals(other.seenBy)
                && flags.keySet().stream().allMatch(flag -> with(flag).equals(other.with(flag)))
                && other.flags.keySet().stream().allMatch(flag -> with(flag).equals(other.with(flag)));
    }
}
