package org.posthorn.imap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What a client knows of the messages of its mailbox, by their numbers, from what it was sent alone.
///
/// Of each it knows at least between which UIDs its own lies: UIDs ascend, those of SELECT are below UIDNEXT, and those
/// of later arrivals are not. When VANISHED names a UID that several numbers may have, the protocol leaves open which
/// of them it was: EXISTS tells no UIDs, and RFC 7162 §3.2.10.2 has the count fall for arrivals that the client knows
/// no UID of, too (so does Dovecot, which sends EXISTS alone as well). Then it forgets what it knew of these numbers as
/// far as neighbours differ, and of no others.
///
/// Each method says whether what was told can be true.
final class KnownMessages {

    /// One message; what was not told is empty.
    static final class Known {
        private long least;
        private long most = Long.MAX_VALUE;
        Optional<Set<String>> flags = Optional.empty();
        OptionalLong modSeq = OptionalLong.empty();

        private Known(long least) {
            this.least = least;
        }

        private boolean is(long uid) {
            return least == uid && most == uid;
        }

        private boolean mayBe(long uid) {
            return least <= uid && uid <= most;
        }

        /// Flags that others set and unset in between are as they were, but for a MODSEQ that has grown
        /// untold (RFC 7162 §3.1.11). A lower one does no harm: a STORE with UNCHANGEDSINCE fails once more
        /// than it had to (§3.1.3).
        private boolean mayBe(Known there) {
            return mayBe(there.least)
                    && (flags.isEmpty() || flags.equals(there.flags))
                    && modSeq.orElse(0) <= there.modSeq.orElse(0);
        }

        @Override
        public String toString() {
            return (least == most ? "" + least : least + ".." + most) + " " + flags + " " + modSeq;
        }
    }

    private final List<Known> messages = new ArrayList<>();
    private final Set<Long> gone = new HashSet<>();
    /// No message that comes from now on has a UID below.
    private long floor = 1;

    int count() {
        return messages.size();
    }

    Known numbered(int number) {
        return messages.get(number - 1);
    }

    List<Long> uids() {
        return messages.stream().filter(m -> m.is(m.least)).map(m -> m.least).toList();
    }

    Optional<Known> withUid(long uid) {
        return messages.stream().filter(m -> m.is(uid)).findFirst();
    }

    /// Those of which one may have this UID.
    List<Known> maybe(long uid) {
        return messages.stream().filter(m -> m.mayBe(uid)).toList();
    }

    boolean exists(int count) {
        boolean possible = count >= messages.size();
        while (messages.size() < count) {
            messages.add(new Known(floor));
        }
        return possible && narrow();
    }

    /// Behind the EXISTS of the same SELECT.
    boolean uidNext(long next) {
        messages.forEach(message -> message.most = Math.min(message.most, next - 1));
        floor = next;
        return narrow();
    }

    boolean hasUid(int number, long uid) {
        var message = numbered(number);
        boolean possible = message.mayBe(uid) && !gone.contains(uid);
        message.least = uid;
        message.most = uid;
        return possible && narrow();
    }

    boolean expunged(int number) {
        if (number < 1 || number > messages.size()) {
            return false;
        }
        floor = Math.max(floor, messages.remove(number - 1).least + 1);
        return true;
    }

    boolean vanished(long uid) {
        floor = Math.max(floor, uid + 1);
        var maybe = maybe(uid);
        if (!gone.add(uid) || maybe.isEmpty()) {
            return false;
        }
        int first = messages.indexOf(maybe.getFirst());
        for (int i = 1; i < maybe.size(); i++) {
            messages.set(first + i - 1, either(maybe.get(i - 1), maybe.get(i)));
        }
        messages.remove(first + maybe.size() - 1);
        return narrow();
    }

    /// One of two neighbours, the other is gone.
    private static Known either(Known lower, Known upper) {
        var either = new Known(lower.least);
        either.most = upper.most;
        either.flags = lower.flags.filter(flags -> upper.flags.equals(Optional.of(flags)));
        either.modSeq = lower.modSeq.equals(upper.modSeq) ? lower.modSeq : OptionalLong.empty();
        return either;
    }

    /// UIDs ascend: RFC 9051 §2.3.1.1.
    private boolean narrow() {
        for (int i = 1; i < messages.size(); i++) {
            messages.get(i).least = Math.max(messages.get(i).least, messages.get(i - 1).least + 1);
        }
        for (int i = messages.size() - 1; i > 0; i--) {
            messages.get(i - 1).most = Math.min(messages.get(i - 1).most, messages.get(i).most - 1);
        }
        return messages.stream().allMatch(m -> m.least <= m.most);
    }

    /// The first number of which this knows what another one, which has just been told all of this mailbox, knows
    /// better; 0 when there is none.
    int wrong(KnownMessages fresh) {
        int number = 1;
        while (number <= messages.size() && numbered(number).mayBe(fresh.numbered(number))) {
            number++;
        }
        return number > messages.size() ? 0 : number;
    }

    @Override
    public String toString() {
        return messages.toString();
    }
}
