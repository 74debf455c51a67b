package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.common.config.Storage;
import org.posthorn.storage.NaiveMail.Place;
import org.posthorn.storage.Refused.Why;
import org.posthorn.storage.directory.QuickPasswords;
import org.posthorn.storage.directory.QuotaLimits;
import org.posthorn.storage.engine.FaultyDisk;
import org.posthorn.storage.engine.MemoryEngine;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.message.IncomingMessage;

/// One seed of [ModelTest]: a store, what it should be, and the sessions that work on it.
final class ModelRun {
    private static final int STEPS = 50;
    private static final int SESSIONS = 4;
    private static final Duration KEPT = Duration.ofDays(14);
    private static final List<String> OWNERS = List.of("alice", "bob");
    private static final List<String> NAMES =
            List.of("INBOX", "Archive", "a", "a/b", "a/b/c", "d", "d/e", "INBOX/f", "r", "r/b");
    private static final List<Flag> FLAGS =
            List.of(Flag.SEEN, Flag.DELETED, Flag.FLAGGED, Flag.of("$one"), Flag.of("two"));

    private final Random random;
    private final MovingClock clock = new MovingClock();
    private final List<ModelSession> sessions = new ArrayList<>();
    private Map<String, NaiveMail> naive = new TreeMap<>();
    private FaultyDisk disk = new FaultyDisk();
    private MemoryEngine engine;
    private TestStore store;

    ModelRun(long seed) {
        random = new Random(seed);
    }

    void run() {
        store = open();
        for (var owner : OWNERS) {
            store.add(address(owner));
            naive.put(owner, NaiveMail.ofNewAccount());
        }
        settle();
        for (int i = 0; i < SESSIONS; i++) {
            String owner = OWNERS.get(i % OWNERS.size());
            sessions.add(new ModelSession(
                    owner, store.open(address(owner)), naive.get(owner).boxes.get("INBOX")));
        }
        for (int i = 0; i < STEPS; i++) {
            step(pick(sessions));
        }
        compareAll();
        closeSessions();
        store.close();
    }

    private TestStore open() {
        var settings =
                new MailStore.Settings(Path.of("none"), TestStore.LIMIT, new Storage(Optional.empty(), KEPT), clock);
        engine = new MemoryEngine(disk);
        return new TestStore(new MailStore(settings, () -> {}, engine, QuickPasswords.with(settings.clock())));
    }

    private void step(ModelSession session) {
        switch (random.nextInt(28)) {
            case 0, 1, 2, 3 -> append(session);
            case 4, 5, 6 -> deliver();
            case 7, 8, 9, 10 -> flag(session);
            case 11, 12 -> copyOrMove(session);
            case 13, 14 -> expunge(session);
            case 15, 16, 17 -> rearrange(session);
            case 18 -> subscribe(session);
            case 19, 20 -> undelete(session);
            case 21 -> limit(session.owner);
            case 22 -> sweep();
            case 23 -> reopen();
            case 24 -> crash();
            default -> look(session);
        }
    }

    // ---- what sessions do, to the store and to the lists

    private void append(ModelSession session) {
        var mails = new ArrayList<byte[]>();
        for (int i = random.nextInt(8) == 0 ? 1 + random.nextInt(4) : 1; i > 0; i--) {
            mails.add(mail());
        }
        var flags = someFlags();
        int to = session.mailbox();
        change(session.owner, mail -> mail.append(to, mails, flags), () -> append(session.account(), to, mails, flags));
    }

    private static void append(Account account, int to, List<byte[]> mails, Set<Flag> flags) {
        var incoming = new ArrayList<IncomingMessage>();
        try {
            for (byte[] mail : mails) {
                incoming.add(account.receive());
                TestStore.fill(incoming.getLast(), mail);
            }
            account.append(
                    new MailboxId(to),
                    incoming.stream()
                            .map(each -> new Account.Append(each, flags, TestStore.DATE))
                            .toList());
        } finally {
            incoming.forEach(IncomingMessage::close);
        }
    }

    private void deliver() {
        byte[] bytes = mail();
        var trace = "T: a\r\n".getBytes(StandardCharsets.US_ASCII);
        var ids = OWNERS.stream().map(this::id).toList();
        for (var owner : OWNERS) {
            assertEquals(naive.get(owner).hasRoom(bytes.length), store.store().hasRoom(id(owner), bytes.length));
        }
        change(
                all -> {
                    all.get("alice").deliver("INBOX", NaiveMail.join(trace, bytes));
                    all.get("bob").deliver("d/e", bytes);
                },
                () -> store.deliver(
                        pick(ids),
                        bytes,
                        TestStore.to(id("alice"), "INBOX", "T: a\r\n"),
                        TestStore.to(id("bob"), "d/e", "")));
    }

    private void flag(ModelSession session) {
        var uids = session.someUids(random);
        var flags = new FlagChange(pick(List.of(FlagChange.Kind.values())), someFlags());
        int in = session.mailbox();
        change(
                session.owner,
                mail -> mail.store(in, uids, flags),
                () -> session.account().store(new MailboxId(in), ModelSession.uids(uids), flags));
    }

    private void copyOrMove(ModelSession session) {
        var uids = session.someUids(random);
        var from = new MailboxId(session.mailbox());
        var to = new MailboxId(pick(List.copyOf(naive.get(session.owner).boxes.values())).id);
        if (random.nextBoolean()) {
            change(
                    session.owner,
                    mail -> mail.copy(from.value(), uids, to.value()),
                    () -> session.account().copy(from, ModelSession.uids(uids), to));
        } else {
            change(
                    session.owner,
                    mail -> mail.move(from.value(), uids, to.value()),
                    () -> session.account().move(from, ModelSession.uids(uids), to));
        }
    }

    private void expunge(ModelSession session) {
        var uids = session.someUids(random);
        var from = new MailboxId(session.mailbox());
        boolean deletedOnly = random.nextBoolean();
        change(session.owner, mail -> mail.expunge(from.value(), uids, deletedOnly), () -> {
            if (deletedOnly) {
                session.account().expungeDeleted(from, ModelSession.uids(uids));
            } else {
                session.account().expunge(from, ModelSession.uids(uids));
            }
        });
    }

    private void rearrange(ModelSession session) {
        String name = pick(NAMES);
        var account = session.account();
        switch (random.nextInt(3)) {
            case 0 ->
                change(session.owner, mail -> mail.create(name), () -> account.create(MailboxName.of(name), Set.of()));
            case 1 -> change(session.owner, mail -> mail.delete(name), () -> account.delete(MailboxName.of(name)));
            default -> {
                String to = pick(NAMES);
                change(
                        session.owner,
                        mail -> mail.rename(name, to),
                        () -> account.rename(MailboxName.of(name), MailboxName.of(to)));
            }
        }
    }

    private void subscribe(ModelSession session) {
        String name = pick(NAMES);
        if (random.nextBoolean()) {
            change(
                    session.owner,
                    mail -> mail.subscriptions.add(name),
                    () -> session.account().subscribe(MailboxName.of(name)));
        } else {
            change(
                    session.owner,
                    mail -> mail.subscriptions.remove(name),
                    () -> session.account().unsubscribe(MailboxName.of(name)));
        }
    }

    private void undelete(ModelSession session) {
        var deleted = new TreeMap<Place, DeletedId>(Place.IN_ORDER);
        session.account().deletedMessages(TestStore.DATE, page -> {
            page.forEach(each ->
                    deleted.put(new Place(each.id().mailbox().value(), each.id().uid()), each.id()));
            return true;
        });
        assertEquals(naive.get(session.owner).deleted.keySet(), deleted.keySet());
        deleted.values().removeIf(_ -> random.nextBoolean());
        var into = random.nextBoolean() ? Optional.of(pick(NAMES)) : Optional.<String>empty();
        change(
                session.owner,
                mail -> mail.undelete(deleted.keySet(), into),
                () -> session.account().undelete(List.copyOf(deleted.values()), into.map(MailboxName::of)));
    }

    // ---- what the operator does, and the disk

    private void limit(String owner) {
        var now = naive.get(owner);
        var limits = new QuotaLimits(
                sometimes(now.octets() + random.nextInt(2_000)), sometimes(now.messages() + random.nextInt(8)));
        change(
                owner,
                mail -> mail.limits = limits,
                () -> store.store().directory().limitAccount(EmailAddress.parse(address(owner)), _ -> limits));
    }

    private OptionalLong sometimes(long limit) {
        return random.nextInt(3) == 0 ? OptionalLong.of(limit) : OptionalLong.empty();
    }

    private void sweep() {
        if (random.nextInt(3) == 0) {
            clock.pass(KEPT.plusDays(1));
            naive.values().forEach(mail -> {
                mail.deleted.clear();
                mail.deletedBoxes.clear();
            });
        }
        store.store().sweep();
    }

    private void reopen() {
        closeSessions();
        store.close();
        reopened();
    }

    /// Power is lost; nothing that was acknowledged may be gone.
    private void crash() {
        assertEquals(List.of(), store.findings());
        losePower();
        compareAll();
    }

    private void losePower() {
        disk = disk.afterCrash(random);
        closeSessions();
        store.store().close();
        reopened();
    }

    private void closeSessions() {
        sessions.forEach(session -> session.account().close());
    }

    private void reopened() {
        store = open();
        sessions.forEach(session -> session.reopened(store.open(address(session.owner))));
    }

    // ---- one change, and what came of it

    private void change(String owner, Consumer<NaiveMail> naively, Runnable really) {
        var before = naive.get(owner);
        change(
                all -> {
                    naively.accept(all.get(owner));
                    all.get(owner).refuseGrowth(before);
                },
                really);
    }

    /// Both do it, or both refuse it for the same reason. Now and then the disk is full, or dies at some write, with or
    /// without having kept it; then it was done as a whole or not at all.
    private void change(Consumer<Map<String, NaiveMail>> naively, Runnable really) {
        var after = new TreeMap<String, NaiveMail>();
        naive.forEach((owner, mail) -> after.put(owner, mail.copy()));
        var expected = why(() -> naively.accept(after));
        int trouble = random.nextInt(60);
        if (trouble == 0) {
            disk.full(true);
        } else if (trouble <= 2) {
            disk.dieAfter(random.nextInt(3), random.nextBoolean());
        }
        var got = why(really);
        if (disk.isDead()) {
            recover(after);
            return;
        }
        disk.full(false);
        disk.dieAfter(Integer.MAX_VALUE);
        engine.awaitRecovery();
        if (trouble == 0 && got.equals(Optional.of(Why.DISK_FULL))) {
            settle();
            return;
        }
        assertEquals(expected, got);
        if (expected.isEmpty()) {
            naive = after;
        }
        settle();
    }

    private static Optional<Why> why(Runnable change) {
        try {
            change.run();
            return Optional.empty();
        } catch (Refused refused) {
            return Optional.of(refused.why());
        }
    }

    /// Nobody was told how it ended.
    private void recover(Map<String, NaiveMail> after) {
        losePower();
        var before = naive;
        naive = after;
        try {
            compareAll();
        } catch (AssertionError | RuntimeException _) {
            naive = before;
            compareAll();
        }
    }

    /// Learns what only the store knows: the ids, UIDVALIDITYs and MODSEQs of what the last change touched.
    private void settle() {
        naive.forEach((owner, mail) -> {
            try (var account = store.open(address(owner))) {
                new ModelComparison(account, mail).settle();
            }
        });
    }

    private void look(ModelSession session) {
        var mail = naive.get(session.owner);
        if (!session.update(mail.box(session.mailbox())) || random.nextInt(4) == 0) {
            session.select(pick(List.copyOf(mail.boxes.values())));
        }
    }

    private void compareAll() {
        settle();
        naive.forEach((owner, mail) -> {
            try (var account = store.open(address(owner))) {
                new ModelComparison(account, mail).compare();
            }
        });
        sessions.forEach(this::look);
    }

    // ---- chance

    private AccountId id(String owner) {
        return store.store()
                .directory()
                .account(EmailAddress.parse(address(owner)))
                .orElseThrow()
                .id();
    }

    private static String address(String owner) {
        return owner + "@example.org";
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
        int size = random.nextInt(60) == 0 ? random.nextInt(200_000) : random.nextInt(300);
        byte[] body = new byte[size];
        random.nextBytes(body);
        byte[] head = random.nextInt(5) == 0 ? new byte[0] : TestStore.message("m" + random.nextInt(), "");
        return NaiveMail.join(head, body);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
