package org.posthorn.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.posthorn.storage.Refused.Why;
import org.posthorn.storage.directory.QuotaLimits;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;

/// One account's mail as a store made of lists would keep it: what the real one is compared with. Refuses what it
/// should refuse, and may then be left half changed: work on a [#copy()].
final class NaiveMail {
    /// The MODSEQ of what the last change touched, until the store has told which it was.
    static final long PENDING = Long.MAX_VALUE;

    record Mail(long uid, byte[] bytes, Set<Flag> flags, long modSeq) {}

    /// A place that a deleted message had.
    record Place(int mailbox, long uid) {
        static final Comparator<Place> IN_ORDER =
                Comparator.comparing(Place::mailbox).thenComparing(Place::uid);
    }

    /// Its id is 0 until the store has told.
    static final class Box {
        int id;
        long uidValidity;
        long uidNext = 1;
        long modSeq = PENDING;
        final List<Mail> mails = new ArrayList<>();

        private Box copy() {
            var copy = new Box();
            copy.id = id;
            copy.uidValidity = uidValidity;
            copy.uidNext = uidNext;
            copy.modSeq = modSeq;
            copy.mails.addAll(mails);
            return copy;
        }

        private void add(byte[] bytes, Set<Flag> flags) {
            mails.add(new Mail(uidNext++, bytes, Set.copyOf(flags), PENDING));
            modSeq = PENDING;
        }

        private List<Mail> those(Set<Long> uids) {
            return mails.stream().filter(mail -> uids.contains(mail.uid())).toList();
        }

        private void remove(List<Mail> gone) {
            if (mails.removeAll(gone)) {
                modSeq = PENDING;
            }
        }
    }

    final TreeMap<String, Box> boxes = new TreeMap<>();
    final TreeSet<String> subscriptions = new TreeSet<>();
    final TreeMap<Place, Mail> deleted = new TreeMap<>(Place.IN_ORDER);
    final Map<Integer, String> deletedBoxes = new HashMap<>();
    final Set<Long> validities = new HashSet<>();
    QuotaLimits limits = QuotaLimits.UNSAID;
    /// The greatest that was seen.
    long modSeq;

    static NaiveMail ofNewAccount() {
        var mail = new NaiveMail();
        for (String name : List.of("Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash")) {
            mail.boxes.put(name, new Box());
            mail.subscriptions.add(name);
        }
        return mail;
    }

    NaiveMail copy() {
        var copy = new NaiveMail();
        boxes.forEach((name, box) -> copy.boxes.put(name, box.copy()));
        copy.subscriptions.addAll(subscriptions);
        copy.deleted.putAll(deleted);
        copy.deletedBoxes.putAll(deletedBoxes);
        copy.validities.addAll(validities);
        copy.limits = limits;
        copy.modSeq = modSeq;
        return copy;
    }

    Optional<Box> box(int id) {
        return boxes.values().stream().filter(box -> box.id == id).findFirst();
    }

    // ---- messages

    void append(int to, List<byte[]> mails, Set<Flag> flags) {
        var box = require(to);
        mails.forEach(bytes -> box.add(bytes, flags));
    }

    /// As it comes from elsewhere: in a mailbox that is made when it is not there.
    void deliver(String to, byte[] bytes) {
        if (!hasRoom(0)) {
            throw new Refused(Why.OVER_QUOTA, "full");
        }
        findOrCreate(to).add(bytes, Set.of());
    }

    void store(int in, Set<Long> uids, FlagChange change) {
        var box = require(in);
        box.mails.replaceAll(mail -> {
            var flags = new HashSet<>(mail.flags());
            switch (change.kind()) {
                case ADD -> flags.addAll(change.flags());
                case REMOVE -> flags.removeAll(change.flags());
                case REPLACE -> {
                    flags.clear();
                    flags.addAll(change.flags());
                }
            }
            if (!uids.contains(mail.uid()) || flags.equals(mail.flags())) {
                return mail;
            }
            box.modSeq = PENDING;
            return new Mail(mail.uid(), mail.bytes(), Set.copyOf(flags), PENDING);
        });
    }

    void copy(int from, Set<Long> uids, int to) {
        var target = require(to);
        require(from).those(uids).forEach(mail -> target.add(mail.bytes(), mail.flags()));
    }

    void move(int from, Set<Long> uids, int to) {
        var source = require(from);
        var moving = source.those(uids);
        copy(from, uids, to);
        source.remove(moving);
    }

    void expunge(int from, Set<Long> uids, boolean deletedOnly) {
        var source = require(from);
        var gone = source.those(uids).stream()
                .filter(mail -> !deletedOnly || mail.flags().contains(Flag.DELETED))
                .toList();
        gone.forEach(mail -> deleted.put(new Place(from, mail.uid()), mail));
        source.remove(gone);
    }

    /// @param into empty: where each was
    void undelete(Set<Place> chosen, Optional<String> into) {
        var homes = new TreeMap<Integer, Box>();
        chosen.stream()
                .map(Place::mailbox)
                .sorted()
                .forEach(origin -> homes.computeIfAbsent(origin, _ -> home(origin, into)));
        chosen.stream().sorted(Place.IN_ORDER).forEach(place -> {
            var mail = deleted.remove(place);
            var flags = new HashSet<>(mail.flags());
            flags.remove(Flag.DELETED);
            homes.get(place.mailbox()).add(mail.bytes(), flags);
        });
    }

    private Box home(int origin, Optional<String> into) {
        return into.map(this::findOrCreate)
                .or(() -> box(origin))
                .orElseGet(() -> findOrCreate(deletedBoxes.get(origin)));
    }

    // ---- mailboxes

    void create(String name) {
        if (boxes.containsKey(name)) {
            throw new Refused(Why.EXISTS, name);
        }
        for (String each = name; !each.isEmpty(); each = parent(each)) {
            boxes.computeIfAbsent(each, _ -> new Box());
        }
    }

    void delete(String name) {
        if (name.equals("INBOX")) {
            throw new Refused(Why.FORBIDDEN, name);
        }
        var box = require(name);
        box.mails.forEach(mail -> deleted.put(new Place(box.id, mail.uid()), mail));
        deletedBoxes.put(box.id, name);
        boxes.remove(name);
    }

    void rename(String from, String to) {
        if (boxes.containsKey(to)) {
            throw new Refused(Why.EXISTS, to);
        }
        if (from.equals("INBOX")) {
            var inbox = require(from);
            create(to);
            inbox.mails.forEach(mail -> boxes.get(to).add(mail.bytes(), mail.flags()));
            inbox.remove(List.copyOf(inbox.mails));
            return;
        }
        if (to.startsWith(from + "/")) {
            throw new Refused(Why.FORBIDDEN, to);
        }
        require(from);
        if (!parent(to).isEmpty() && !boxes.containsKey(parent(to))) {
            create(parent(to));
        }
        for (String each : List.copyOf(boxes.keySet())) {
            if (each.equals(from) || each.startsWith(from + "/")) {
                String name = to + each.substring(from.length());
                if (boxes.putIfAbsent(name, boxes.get(each)) != null) {
                    throw new Refused(Why.EXISTS, name);
                }
                boxes.remove(each);
            }
        }
    }

    Box findOrCreate(String name) {
        if (!boxes.containsKey(name)) {
            create(name);
            subscriptions.add(name);
        }
        return boxes.get(name);
    }

    // ---- quota

    long octets() {
        return boxes.values().stream()
                .flatMap(box -> box.mails.stream())
                .mapToLong(mail -> mail.bytes().length)
                .sum();
    }

    long messages() {
        return boxes.values().stream().mapToLong(box -> box.mails.size()).sum();
    }

    boolean hasRoom(long more) {
        return messages() < limits.mostMessages()
                && octets() < limits.mostOctets()
                && octets() + more <= limits.mostOctets();
    }

    void refuseGrowth(NaiveMail before) {
        if (octets() > before.octets() && octets() > limits.mostOctets()
                || messages() > before.messages() && messages() > limits.mostMessages()) {
            throw new Refused(Why.OVER_QUOTA, "too much");
        }
    }

    private Box require(int id) {
        return box(id).orElseThrow(() -> new Refused(Why.NOT_FOUND, "mailbox " + id));
    }

    private Box require(String name) {
        return Optional.ofNullable(boxes.get(name)).orElseThrow(() -> new Refused(Why.NOT_FOUND, name));
    }

    private static String parent(String name) {
        return name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "";
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
