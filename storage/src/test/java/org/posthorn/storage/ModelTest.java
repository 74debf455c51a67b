package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;

/// Random operations against mailboxes made of lists, with the store closed, or its power lost, every few operations.
class ModelTest {
    private static final int SEEDS = 100;
    private static final int STEPS = 60;
    private static final List<String> NAMES = List.of("INBOX", "Archive", "a", "a/b", "a/b/c", "d", "d/e");
    private static final List<Flag> FLAGS =
            List.of(Flag.SEEN, Flag.DELETED, Flag.FLAGGED, Flag.of("$one"), Flag.of("two"));

    private record Mail(long uid, byte[] bytes, Set<Flag> flags) {}

    private static final class Box {
        final List<Mail> mails = new ArrayList<>();
        long uidNext = 1;
        final Set<Long> validities = new HashSet<>();

        void add(byte[] bytes, Set<Flag> flags) {
            mails.add(new Mail(uidNext++, bytes, new HashSet<>(flags)));
        }
    }

    private Random random;
    private FaultyDisk disk;
    private TestStore store;
    private final Map<String, TreeMap<String, Box>> model = new HashMap<>();

    @Test
    void behavesAsListsDo() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                run(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void run(int seed) {
        random = new Random(seed);
        disk = new FaultyDisk();
        model.clear();
        open();
        for (String owner : List.of("alice", "bob")) {
            store.add(owner + "@example.org");
            var boxes = new TreeMap<String, Box>();
            List.of("Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash").forEach(name -> boxes.put(name, new Box()));
            model.put(owner, boxes);
        }
        for (int i = 0; i < STEPS; i++) {
            step(random.nextBoolean() ? "alice" : "bob");
            if (random.nextInt(12) == 0) {
                reopen();
            }
        }
        reopen();
        model.keySet().forEach(this::compare);
        store.close();
    }

    private void open() {
        var settings = new MailStore.Settings(Path.of("none"), TestStore.LIMIT, Storage.DEFAULTS, Clock.systemUTC());
        store = new TestStore(
                new MailStore(settings, () -> {}, new MemoryEngine(disk), QuickPasswords.with(settings.clock())));
    }

    /// Orderly, or by losing power; nothing acknowledged may be gone either way.
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

    private void step(String owner) {
        var boxes = model.get(owner);
        String from = pick(List.copyOf(boxes.keySet()));
        String to = pick(List.copyOf(boxes.keySet()));
        try (var account = store.open(owner + "@example.org")) {
            var source = TestStore.mailbox(account, from);
            var target = TestStore.mailbox(account, to);
            var uids = someUids(boxes.get(from));
            switch (random.nextInt(13)) {
                case 0, 1, 2 -> {
                    byte[] mail = mail();
                    var flags = someFlags();
                    TestStore.append(account, source, mail, flags.toArray(Flag[]::new));
                    boxes.get(from).add(mail, flags);
                }
                case 3, 4 -> deliver();
                case 5, 6 -> {
                    var change = new FlagChange(pick(List.of(FlagChange.Kind.values())), someFlags());
                    account.store(source, uids, change);
                    boxes.get(from).mails.stream()
                            .filter(mail -> uids.contains(mail.uid()))
                            .forEach(mail -> {
                                apply(change, mail.flags());
                            });
                }
                case 7 -> {
                    account.copy(source, uids, target);
                    copy(boxes.get(from), uids, boxes.get(to));
                }
                case 8 -> {
                    account.move(source, uids, target);
                    copy(boxes.get(from), uids, boxes.get(to));
                    boxes.get(from).mails.removeIf(mail -> uids.contains(mail.uid()));
                }
                case 9 -> {
                    account.expungeDeleted(source, uids);
                    boxes.get(from)
                            .mails
                            .removeIf(mail ->
                                    uids.contains(mail.uid()) && mail.flags().contains(Flag.DELETED));
                }
                case 10 -> rearrange(account, boxes);
                case 11 -> store.store().sweep();
                default -> compare(owner);
            }
        }
    }

    private void rearrange(Account account, TreeMap<String, Box> boxes) {
        String name = pick(NAMES);
        if (!boxes.containsKey(name)) {
            account.create(MailboxName.of(name), Set.of());
            for (String each = name; !each.isEmpty(); each = parent(each)) {
                boxes.computeIfAbsent(each, _ -> new Box());
            }
        } else if (!name.equals("INBOX") && random.nextBoolean()) {
            account.delete(MailboxName.of(name));
            boxes.remove(name);
        } else if (!name.equals("INBOX") && !boxes.containsKey("r")) {
            account.rename(MailboxName.of(name), MailboxName.of("r"));
            for (String each : List.copyOf(boxes.keySet())) {
                if (each.equals(name) || each.startsWith(name + "/")) {
                    boxes.put("r" + each.substring(name.length()), boxes.remove(each));
                }
            }
        }
    }

    private void deliver() {
        byte[] mail = mail();
        var ids = store.store().directory().accounts().stream()
                .map(entry -> entry.id())
                .toList();
        store.deliver(
                pick(ids), mail, TestStore.to(ids.get(0), "INBOX", "T: a\r\n"), TestStore.to(ids.get(1), "d", ""));
        model.get("alice").get("INBOX").add(join("T: a\r\n".getBytes(StandardCharsets.US_ASCII), mail), Set.of());
        model.get("bob").computeIfAbsent("d", _ -> new Box()).add(mail, Set.of());
    }

    private void compare(String owner) {
        try (var account = store.open(owner + "@example.org")) {
            var boxes = model.get(owner);
            assertEquals(
                    List.copyOf(boxes.keySet()),
                    account.mailboxes().stream().map(each -> each.name().text()).toList());
            for (var mailbox : account.mailboxes()) {
                var box = boxes.get(mailbox.name().text());
                var state = account.state(mailbox.id());
                box.validities.add(state.uidValidity());
                assertEquals(1, box.validities.size(), "UIDVALIDITY is stable");
                assertEquals(box.uidNext, state.uidNext());
                assertEquals(box.mails.size(), mailbox.messages());
                assertEquals(box.mails.size(), state.uids().count());
                for (int i = 0; i < box.mails.size(); i++) {
                    var mail = box.mails.get(i);
                    assertEquals(mail.uid(), state.uids().at(i + 1));
                    assertEquals(mail.flags(), new HashSet<>(state.flagsOf(mail.uid())));
                    assertArrayEquals(mail.bytes(), TestStore.read(account, mailbox.id(), mail.uid()));
                }
                assertTrue(state.highestModSeq() <= mailbox.highestModSeq());
            }
        }
    }

    private static void apply(FlagChange change, Set<Flag> flags) {
        switch (change.kind()) {
            case ADD -> flags.addAll(change.flags());
            case REMOVE -> flags.removeAll(change.flags());
            case REPLACE -> {
                flags.clear();
                flags.addAll(change.flags());
            }
        }
    }

    private static void copy(Box from, Uids uids, Box to) {
        List.copyOf(from.mails).stream()
                .filter(mail -> uids.contains(mail.uid()))
                .forEach(mail -> to.add(mail.bytes(), mail.flags()));
    }

    private Uids someUids(Box box) {
        var uids = new UidsBuilder();
        for (long uid = 1; uid < box.uidNext; uid++) {
            if (random.nextInt(3) == 0) {
                uids.add(uid);
            }
        }
        return uids.build();
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

    private byte[] mail() {
        int size = random.nextInt(20) == 0 ? random.nextInt(300_000) : random.nextInt(300);
        byte[] body = new byte[size];
        random.nextBytes(body);
        byte[] head = random.nextInt(5) == 0 ? new byte[0] : TestStore.message("m" + random.nextInt(), "");
        return join(head, body);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String parent(String name) {
        return name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "";
    }
}
