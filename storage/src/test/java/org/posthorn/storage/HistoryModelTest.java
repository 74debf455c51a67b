package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.posthorn.common.config.Storage;
import org.posthorn.storage.directory.QuickPasswords;
import org.posthorn.storage.engine.FaultyDisk;
import org.posthorn.storage.engine.MemoryEngine;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;

/// MODSEQs and changes against a list of everything that happened, with months passing, so that the log is
/// trimmed, and with the store closed or its power lost at random. A server that keeps no log of what was
/// expunged, or forgets part of it without saying so, leaves clients with messages that are no more.
class HistoryModelTest {
    private static final int SEEDS = 150;
    private static final int STEPS = 80;
    private static final List<Flag> FLAGS = List.of(Flag.SEEN, Flag.FLAGGED, Flag.of("$one"));
    private static final List<String> NAMES = List.of("INBOX", "Archive");

    /// One mailbox: who is there with which flags, and when each message was changed and each one went.
    private static final class Box {
        final TreeMap<Long, Set<Flag>> mails = new TreeMap<>();
        final Map<Long, Long> changed = new HashMap<>();
        final Map<Long, Long> gone = new HashMap<>();
        long uidNext = 1;

        void add(Set<Flag> flags, long modSeq) {
            changed.put(uidNext, modSeq);
            mails.put(uidNext++, new HashSet<>(flags));
        }

        void remove(long uid, long modSeq) {
            mails.remove(uid);
            changed.remove(uid);
            gone.put(uid, modSeq);
        }
    }

    private Random random;
    private MovingClock clock;
    private FaultyDisk disk;
    private TestStore store;
    private Map<String, Box> boxes;
    private long trimmed;

    @Test
    void remembersAsAListDoes() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                run(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(trimmed > SEEDS, "the log was trimmed " + trimmed + " times");
    }

    private void run(int seed) {
        random = new Random(seed);
        clock = new MovingClock();
        disk = new FaultyDisk();
        boxes = new HashMap<>();
        NAMES.forEach(name -> boxes.put(name, new Box()));
        open();
        store.add("alice@example.org");
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        NAMES.forEach(this::compare);
        store.close();
    }

    private void open() {
        var settings = new MailStore.Settings(Path.of("none"), TestStore.LIMIT, Storage.DEFAULTS, clock);
        store = new TestStore(
                new MailStore(settings, () -> {}, new MemoryEngine(disk), QuickPasswords.with(settings.clock())));
    }

    private void step() {
        String name = pick(NAMES);
        switch (random.nextInt(14)) {
            case 0 -> reopen();
            case 1 -> clock.pass(Duration.ofDays(random.nextInt(60)));
            case 2 -> sweep();
            case 3, 4, 5 -> compare(name);
            default -> change(name);
        }
    }

    private void reopen() {
        if (random.nextBoolean()) {
            store.close();
        } else {
            assertEquals(List.of(), store.findings());
            disk = disk.afterCrash(random);
            store.store().close();
        }
        open();
    }

    private void sweep() {
        store.store().sweep();
        try (var account = store.open("alice@example.org")) {
            var inbox = account.state(TestStore.inbox(account));
            trimmed += account.changesSince(inbox, 0).whole() ? 0 : 1;
        }
    }

    private void change(String name) {
        try (var account = store.open("alice@example.org")) {
            var box = boxes.get(name);
            var id = TestStore.mailbox(account, name);
            var uids = someUids(box);
            switch (random.nextInt(7)) {
                case 0, 1 -> {
                    var flags = someFlags();
                    TestStore.append(account, id, TestStore.message("m", ""), flags.toArray(Flag[]::new));
                    box.add(flags, account.state(id).highestModSeq());
                }
                case 2, 3 -> {
                    var change = someChange();
                    account.store(id, uids, change);
                    apply(box, uids, change, account.state(id).highestModSeq());
                }
                case 4 -> storeIf(account, id, box, uids);
                case 5 -> {
                    account.expunge(id, uids);
                    uids.iterator()
                            .forEachRemaining((long uid) ->
                                    box.remove(uid, account.state(id).highestModSeq()));
                }
                default -> {
                    var to = TestStore.mailbox(account, "Archive");
                    account.move(id, uids, to);
                    uids.iterator().forEachRemaining((long uid) -> {
                        boxes.get("Archive")
                                .add(box.mails.get(uid), account.state(to).highestModSeq());
                        box.remove(uid, account.state(id).highestModSeq());
                    });
                }
            }
        }
    }

    /// RFC 7162 §3.1.3, with changes of all flags: what changed behind the MODSEQ stays as it is.
    private void storeIf(Account account, MailboxId id, Box box, Uids uids) {
        var change = new FlagChange(FlagChange.Kind.REPLACE, someFlags());
        long since = 1 + random.nextLong(account.state(id).highestModSeq() + 2);
        var stored = account.storeUnchangedSince(id, uids, change, since);
        var modified = new UidsBuilder();
        uids.iterator().forEachRemaining((long uid) -> {
            if (box.changed.get(uid) > since) {
                modified.add(uid);
            }
        });
        assertEquals(modified.build(), stored.modified(), "since " + since);
        apply(box, uids.minus(stored.modified()), change, account.state(id).highestModSeq());
    }

    private void apply(Box box, Uids uids, FlagChange change, long modSeq) {
        uids.iterator().forEachRemaining((long uid) -> {
            var flags = box.mails.get(uid);
            var had = Set.copyOf(flags);
            switch (change.kind()) {
                case ADD -> flags.addAll(change.flags());
                case REMOVE -> flags.removeAll(change.flags());
                case REPLACE -> {
                    flags.clear();
                    flags.addAll(change.flags());
                }
            }
            if (!flags.equals(had)) {
                box.changed.put(uid, modSeq);
            }
        });
    }

    private void compare(String name) {
        try (var account = store.open("alice@example.org")) {
            var box = boxes.get(name);
            var state = account.state(TestStore.mailbox(account, name));
            assertEquals(List.copyOf(box.mails.keySet()), members(state.uids()));
            var told = new TreeMap<Long, Long>();
            account.modSeqs(state, state.uids(), told::put);
            assertEquals(new TreeMap<>(box.changed), told, name);
            var modSeqs = account.modSeqs(state);
            account.placements(
                    state.id(),
                    state.uids(),
                    placement -> assertEquals(told.get(placement.uid()), modSeqs.of(placement)));
            for (int i = 0; i < 4; i++) {
                compareSince(account, name, random.nextLong(state.highestModSeq() + 2));
            }
        }
    }

    private void compareSince(Account account, String name, long since) {
        var box = boxes.get(name);
        var changes = account.changesSince(account.state(TestStore.mailbox(account, name)), since);
        assertEquals(after(box.changed, since), changes.changed(), name + " changed since " + since);
        var gone = after(box.gone, since);
        assertTrue(changes.vanished().minus(gone).isEmpty(), "told as gone: " + changes.vanished());
        if (changes.whole()) {
            assertEquals(gone, changes.vanished(), name + " vanished since " + since);
        }
    }

    private static Uids after(Map<Long, Long> modSeqs, long since) {
        var uids = new UidsBuilder();
        modSeqs.forEach((uid, modSeq) -> {
            if (modSeq > since) {
                uids.add(uid);
            }
        });
        return uids.build();
    }

    private static List<Long> members(Uids uids) {
        var members = new java.util.ArrayList<Long>();
        uids.iterator().forEachRemaining((Long uid) -> members.add(uid));
        return members;
    }

    private Uids someUids(Box box) {
        var uids = new UidsBuilder();
        box.mails.keySet().forEach(uid -> {
            if (random.nextInt(3) == 0) {
                uids.add(uid);
            }
        });
        return uids.build();
    }

    private FlagChange someChange() {
        return new FlagChange(pick(List.of(FlagChange.Kind.values())), someFlags());
    }

    private Set<Flag> someFlags() {
        var flags = new HashSet<Flag>();
        FLAGS.forEach(flag -> {
            if (random.nextInt(3) == 0) {
                flags.add(flag);
            }
        });
        return flags;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
