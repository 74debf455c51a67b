package org.posthorn.storage.mailbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
///     snapshot := version u8 = 1, uidValidity varint, uidNext varint, highestModSeq varint, size varint,
///                 uids, flags varint, (name text, uids)*
public final class MailboxState {
    private static final int VERSION = 1;
    /// Of objects around a bitmap.
    private static final int OVERHEAD = 150;

    private final MailboxId id;
    private final long uidValidity;
    private final Counters counters;
    private final Uids uids;
    private final Map<Flag, Uids> flags;

    /// The numbers that go with the bitmaps.
    ///
    /// @param size octets of all messages
    public record Counters(long uidNext, long highestModSeq, long size) {}

    private MailboxState(MailboxId id, long uidValidity, Counters counters, Uids uids, Map<Flag, Uids> flags) {
        this.id = id;
        this.uidValidity = uidValidity;
        this.counters = counters;
        this.uids = uids;
        this.flags = flags;
    }

    /// A mailbox that was just made.
    public static MailboxState empty(MailboxId id, long uidValidity, long modSeq) {
        var flags = new LinkedHashMap<Flag, Uids>();
        Flag.SYSTEM.forEach(flag -> flags.put(flag, Uids.NONE));
        return new MailboxState(id, uidValidity, new Counters(1, modSeq, 0), Uids.NONE, flags);
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

    // ---- the next state

    /// With messages that came, and their flags.
    public MailboxState added(Uids arrived, Map<Flag, Uids> theirFlags) {
        return with(uids.or(arrived), merged(theirFlags, Map.of()));
    }

    /// With flags set and taken away.
    public MailboxState flagged(Map<Flag, Uids> set, Map<Flag, Uids> taken) {
        return with(uids, merged(set, taken));
    }

    /// Without messages that went.
    public MailboxState expunged(Uids gone) {
        var left = new LinkedHashMap<>(flags);
        left.replaceAll((_, members) -> members.and(gone).isEmpty() ? members : members.minus(gone));
        return with(uids.minus(gone), left);
    }

    public MailboxState counted(Counters now) {
        return new MailboxState(id, uidValidity, now, uids, flags);
    }

    private MailboxState with(Uids members, Map<Flag, Uids> theirFlags) {
        return new MailboxState(id, uidValidity, counters, members, theirFlags);
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
        return out.toRow();
    }

    public static MailboxState ofSnapshot(MailboxId id, byte[] snapshot) {
        var in = new BytesReader(snapshot);
        in.version(VERSION);
        long uidValidity = in.varint();
        var counters = new Counters(in.varint(), in.varint(), in.varint());
        var uids = Uids.readFrom(in);
        var flags = new LinkedHashMap<Flag, Uids>();
        for (long left = in.varint(); left > 0; left--) {
            flags.put(Flag.of(in.text()), Uids.readFrom(in));
        }
        return new MailboxState(id, uidValidity, counters, uids, flags);
    }

    /// About how many octets this takes in memory: for 1,000,000 messages at worst 130 to 250 KB and as much for each
    /// flag;
    /// some hundred when UIDs and flags come in long runs.
    public long weight() {
        long weight = OVERHEAD + uids.weight();
        for (var members : flags.values()) {
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
                && flags.keySet().stream().allMatch(flag -> with(flag).equals(other.with(flag)))
                && other.flags.keySet().stream().allMatch(flag -> with(flag).equals(other.with(flag)));
    }
}
