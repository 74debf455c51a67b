package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.TestStore.append;
import static org.posthorn.storage.TestStore.inbox;
import static org.posthorn.storage.TestStore.mailbox;
import static org.posthorn.storage.TestStore.message;
import static org.posthorn.storage.TestStore.placements;
import static org.posthorn.storage.TestStore.read;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.common.config.Storage;
import org.posthorn.storage.directory.QuickPasswords;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.FaultyDisk;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.MemoryEngine;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.SpecialUse;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.Placement;

/// What is deleted can be brought back as it was, for as long as it is kept, and is gone for good then.
class UndeleteTest {
    private static final MailboxName INBOX = MailboxName.INBOX;
    private static final Optional<MailboxName> HOME = Optional.empty();

    private final MovedClock clock = new MovedClock();
    private FaultyDisk disk = new FaultyDisk();
    private TestStore store;
    private Account alice;

    @BeforeEach
    void begin() {
        store = open(disk);
        store.add("alice@example.org");
        alice = store.open("alice@example.org");
    }

    @AfterEach
    void end() {
        alice.close();
        store.close();
    }

    private TestStore open(FaultyDisk on) {
        var storage = new Storage(Optional.empty(), Duration.ofDays(14));
        var settings = new MailStore.Settings(Path.of("none"), TestStore.LIMIT, storage, clock);
        return new TestStore(new MailStore(settings, () -> {}, new MemoryEngine(on), QuickPasswords.with(clock)));
    }

    @Test
    void expungedMessageComesBackAsItWas() {
        byte[] mail = message("dear", "b".repeat(200_000));
        long uid = append(alice, inbox(alice), mail, Flag.SEEN, Flag.of("$Work"), Flag.DELETED);
        Placement before = placements(alice, inbox(alice)).getFirst();
        clock.move(Duration.ofDays(1));
        alice.expungeDeleted(inbox(alice), Uids.of(uid));
        clock.move(Duration.ofDays(13));
        store.store().sweep();

        var deleted = deleted().getFirst();
        assertEquals(new DeletedId(before.messageId(), inbox(alice), uid), deleted.id());
        assertEquals(INBOX, deleted.mailbox());
        assertEquals(TestStore.DATE.plus(Duration.ofDays(1)), deleted.deletedAt());
        assertEquals(mail.length, deleted.size());
        assertEquals(Set.of(Flag.SEEN, Flag.of("$Work"), Flag.DELETED), Set.copyOf(deleted.flags()));

        assertEquals(Map.of(INBOX, 1), alice.undelete(List.of(deleted.id()), HOME));
        var after = placements(alice, inbox(alice)).getFirst();
        assertEquals(uid + 1, after.uid(), "UIDs never return");
        assertEquals(before.messageId(), after.messageId());
        assertEquals(before.internalDate(), after.internalDate());
        assertEquals(before.savedAt(), after.savedAt());
        assertEquals(
                Set.of(Flag.SEEN, Flag.of("$Work")),
                Set.copyOf(alice.state(inbox(alice)).flagsOf(after.uid())));
        assertArrayEquals(mail, read(alice, inbox(alice), after.uid()));
        assertEquals(List.of(), deleted());
        assertEquals(Map.of(), alice.undelete(List.of(deleted.id()), HOME), "only once");
        clock.move(Duration.ofDays(30));
        store.store().sweep();
        assertArrayEquals(mail, read(alice, inbox(alice), after.uid()));
    }

    @Test
    void whatIsKeptNoLongerIsGoneWithItsChunks() {
        append(alice, inbox(alice), message("first", "1".repeat(200_000)));
        append(alice, inbox(alice), message("second", "2".repeat(200_000)));
        alice.expunge(inbox(alice), Uids.of(1));
        clock.move(Duration.ofDays(7));
        alice.expunge(inbox(alice), Uids.of(2));
        int chunks = disk.chunks();
        clock.move(Duration.ofDays(7));
        store.store().sweep();
        assertEquals(chunks / 2, disk.chunks());
        assertEquals(1, deleted().size());
        clock.move(Duration.ofDays(7).minusMillis(1));
        store.store().sweep();
        assertEquals(1, deleted().size());
        clock.move(Duration.ofMillis(1));
        store.store().sweep();
        assertEquals(0, disk.chunks());
        assertEquals(List.of(), deleted());
    }

    @Test
    void copyKeepsTheMessageWhenItsDeletedPlacesAreSwept() {
        byte[] mail = message("shared", "s".repeat(100_000));
        append(alice, inbox(alice), mail);
        var archive = mailbox(alice, "Archive");
        alice.copy(inbox(alice), Uids.of(1), archive);
        alice.copy(inbox(alice), Uids.of(1), inbox(alice));
        alice.expunge(inbox(alice), Uids.range(1, 2));
        assertEquals(2, deleted().size());
        clock.move(Duration.ofDays(14));
        store.store().sweep();
        assertEquals(List.of(), deleted());
        assertArrayEquals(mail, read(alice, archive, 1));
        alice.expunge(archive, Uids.of(1));
        clock.move(Duration.ofDays(14));
        store.store().sweep();
        assertEquals(0, disk.chunks());
    }

    @Test
    void movingDeletesNothing() {
        append(alice, inbox(alice), message("moved", ""));
        alice.move(inbox(alice), Uids.of(1), mailbox(alice, "Archive"));
        assertEquals(List.of(), deleted());
    }

    @Test
    void deletedMailboxComesBackWithItsNameItsUseAndItsMessages() {
        var trash = mailbox(alice, "Trash");
        for (int i = 0; i < 5; i++) {
            append(alice, trash, message("m" + i, ""), i == 2 ? Flag.FLAGGED : Flag.SEEN);
        }
        long validity = alice.state(trash).uidValidity();
        alice.expunge(trash, Uids.of(4));
        clock.move(Duration.ofHours(1));
        alice.unsubscribe(MailboxName.of("Trash"));
        alice.delete(MailboxName.of("Trash"));
        var box = alice.deletedMailboxes().getFirst();
        assertEquals(
                new DeletedMailbox(trash, MailboxName.of("Trash"), validity, Set.of(SpecialUse.TRASH), clock.instant()),
                box);

        var all = ids(deleted());
        assertEquals(5, all.size());
        assertEquals(Map.of(MailboxName.of("Trash"), 5), alice.undelete(all, HOME));
        var again = alice.mailbox(MailboxName.of("Trash")).orElseThrow();
        assertEquals(Set.of(SpecialUse.TRASH), again.use());
        assertTrue(again.subscribed());
        assertTrue(again.uidValidity() > validity);
        for (int i = 0; i < 5; i++) {
            assertArrayEquals(message("m" + i, ""), read(alice, again.id(), i + 1), "in the order of the old UIDs");
        }
        assertEquals(List.of(Flag.FLAGGED), alice.state(again.id()).flagsOf(3));
        assertEquals(List.of(), alice.deletedMailboxes());
        clock.move(Duration.ofDays(15));
        store.store().sweep();
        assertEquals(5, alice.state(again.id()).uids().count());
    }

    @Test
    void emptyMailboxIsMadeAgainAndLosesAUseThatAnotherHasByNow() {
        alice.delete(MailboxName.of("Junk"));
        alice.create(MailboxName.of("Spam"), Set.of(SpecialUse.JUNK));
        var made = alice.undelete(alice.deletedMailboxes().getFirst());
        assertEquals(MailboxName.of("Junk"), made.name());
        assertEquals(Set.of(), made.use());
        clock.move(Duration.ofDays(14));
        alice.delete(MailboxName.of("Spam"));
        clock.move(Duration.ofDays(14));
        var gone = alice.deletedMailboxes().getFirst();
        store.store().sweep();
        assertEquals(List.of(), alice.deletedMailboxes());
        assertEquals(
                Refused.Why.NOT_FOUND,
                assertThrows(Refused.class, () -> alice.undelete(gone)).why());
    }

    @Test
    void renamedMailboxGetsItsMessagesBackAndOthersGoWhereTheyAreSent() {
        var work = alice.create(MailboxName.of("Work"), Set.of());
        append(alice, work.id(), message("one", ""));
        append(alice, work.id(), message("two", ""));
        alice.expunge(work.id(), Uids.range(1, 2));
        alice.rename(MailboxName.of("Work"), MailboxName.of("Job"));
        var both = deleted();
        assertEquals(MailboxName.of("Job"), both.getFirst().mailbox());
        assertEquals(
                Map.of(MailboxName.of("Job"), 1),
                alice.undelete(List.of(both.get(0).id()), HOME));
        var into = MailboxName.of("Saved/today");
        assertEquals(Map.of(into, 1), alice.undelete(List.of(both.get(1).id()), Optional.of(into)));
        assertTrue(alice.mailbox(into).orElseThrow().subscribed());
    }

    @Test
    void whoWatchesTheMailboxIsTold() {
        append(alice, inbox(alice), message("back", ""));
        alice.expunge(inbox(alice), Uids.of(1));
        var told = new AtomicInteger();
        try (var _ = alice.watch(inbox(alice), told::incrementAndGet)) {
            alice.undelete(ids(deleted()), HOME);
        }
        assertEquals(1, told.get());
    }

    @Test
    void listIsNewestFirstFromAMomentOnAndInPages() {
        for (int day = 0; day < 3; day++) {
            for (int i = 0; i < 300; i++) {
                append(alice, inbox(alice), message(day + " " + i, ""));
            }
            alice.expunge(inbox(alice), alice.state(inbox(alice)).uids());
            clock.move(Duration.ofDays(1));
        }
        var newest = deleted();
        assertEquals(900, newest.size());
        var oldest = new ArrayList<DeletedMessage>();
        alice.deletedMessagesFromTheFirst(Instant.EPOCH, page -> oldest.addAll(page));
        assertEquals(newest.reversed(), oldest);
        assertEquals(900, newest.getFirst().id().uid());
        var since = new ArrayList<DeletedMessage>();
        alice.deletedMessages(TestStore.DATE.plus(Duration.ofDays(1)), page -> since.addAll(page));
        assertEquals(newest.subList(0, 600), since);
        var pages = new AtomicInteger();
        alice.deletedMessages(Instant.EPOCH, _ -> pages.incrementAndGet() < 2);
        assertEquals(2, pages.get());
    }

    @Test
    void removedAccountLeavesNothing() {
        append(alice, inbox(alice), message("x", "y".repeat(100_000)));
        alice.expunge(inbox(alice), Uids.of(1));
        alice.delete(MailboxName.of("Junk"));
        alice.close();
        store.store().directory().removeAccount(EmailAddress.parse("alice@example.org"));
        store.store().sweep();
        assertEquals(List.of(), store.findings());
        try (var engine = new MemoryEngine(disk)) {
            for (var table : Table.values()) {
                assertEquals(List.of(), engine.all(Scope.account(1), table, Range.prefix(Keys.everything())));
            }
        }
    }

    /// What can't be read must not keep all that was deleted after it on the disk.
    @Test
    void sweepGoesOnBehindDamage() {
        for (int i = 1; i <= 3; i++) {
            append(alice, inbox(alice), message("m" + i, "x".repeat(100_000)));
        }
        alice.expunge(inbox(alice), Uids.range(1, 3));
        alice.close();
        store.close();
        try (var engine = new MemoryEngine(disk)) {
            var batch = Batch.in(Scope.account(1))
                    .put(Table.ACCOUNT, Keys.place(1, 1, 1), new byte[] {2, 9})
                    .put(Table.MESSAGE, Keys.message(2), new byte[] {1, 9});
            engine.commit(List.of(batch.build()), List.of(), () -> {}).await();
        }
        store = open(disk);
        alice = store.open("alice@example.org");
        assertEquals(1, alice.about(deleted()).size());
        assertEquals(2, deleted().size());
        clock.move(Duration.ofDays(14));
        store.store().sweep();
        assertEquals(List.of(), deleted());
        assertEquals(4, disk.chunks(), "of the damaged ones, for the check to find");
        store.store().repair(_ -> {});
        store.store().sweep();
        assertEquals(List.of(), store.findings());
    }

    /// A store of format 1 has marks without a time, and no row for the place any more.
    @Test
    void marksOfFormatOneAreDueAtOnce() {
        append(alice, inbox(alice), message("old", "o".repeat(100_000)));
        append(alice, inbox(alice), message("copied", "c".repeat(100_000)));
        alice.copy(inbox(alice), Uids.of(2), mailbox(alice, "Archive"));
        alice.expunge(inbox(alice), Uids.range(1, 2));
        alice.close();
        store.close();
        try (var engine = new MemoryEngine(disk)) {
            var scope = Scope.account(1);
            var batch = Batch.in(scope).deletePrefix(Table.ACCOUNT, Keys.deletions());
            for (long message = 1; message <= 2; message++) {
                batch.delete(Table.ACCOUNT, Keys.place(message, 1, message))
                        .put(Table.ACCOUNT, Keys.deletions(message), new byte[] {1});
            }
            engine.commit(List.of(batch.build()), List.of(), () -> {}).await();
        }
        store = open(disk);
        alice = store.open("alice@example.org");
        assertEquals(List.of(), store.findings());
        assertEquals(List.of(), deleted());
        store.store().sweep();
        assertEquals(List.of(), store.findings());
        assertEquals(2, disk.chunks());
        assertArrayEquals(message("copied", "c".repeat(100_000)), read(alice, mailbox(alice, "Archive"), 1));
    }

    /// Counters that drift from their rows needed repair jobs elsewhere. Here: random deleting, restoring, sweeping and
    /// losing power, and the check finds nothing after any of it.
    @Test
    void nothingIsLostBetweenDeletingAndBringingBack() {
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            for (int step = 0; step < 60; step++) {
                step(random);
            }
            assertEquals(List.of(), store.findings(), "seed " + seed);
        }
    }

    private void step(Random random) {
        var state = alice.state(inbox(alice));
        long next = state.uidNext();
        switch (random.nextInt(8)) {
            case 0, 1 ->
                append(alice, inbox(alice), message("m" + random.nextInt(), "x".repeat(random.nextInt(99_000))));
            case 2 -> {
                int before = kept().size();
                var gone = alice.expunge(inbox(alice), Uids.range(1 + random.nextLong(next), next));
                assertEquals(before + gone.count(), kept().size());
            }
            case 3 -> {
                var all = ids(kept());
                var some = all.subList(0, random.nextInt(all.size() + 1));
                int restored = alice.undelete(some, HOME).values().stream()
                        .mapToInt(Integer::intValue)
                        .sum();
                assertEquals(some.size(), restored);
                assertEquals(all.size() - restored, kept().size());
            }
            case 4 -> clock.move(Duration.ofDays(random.nextInt(5)));
            case 5 -> {
                store.store().sweep();
                assertEquals(kept(), deleted());
            }
            case 6 ->
                alice.store(
                        inbox(alice),
                        state.uids(),
                        new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.of("k" + random.nextInt(3)))));
            default -> {
                var kept = new HashSet<>(kept());
                disk = disk.afterCrash(random);
                alice.close();
                store.store().close();
                store = open(disk);
                alice = store.open("alice@example.org");
                assertEquals(kept, new HashSet<>(kept()));
            }
        }
    }

    /// Those that are not due: the others may be swept in the background at any moment.
    private List<DeletedMessage> kept() {
        var last = clock.instant().minus(Duration.ofDays(14));
        return deleted().stream().filter(each -> each.deletedAt().isAfter(last)).toList();
    }

    private List<DeletedMessage> deleted() {
        var deleted = new ArrayList<DeletedMessage>();
        alice.deletedMessages(Instant.EPOCH, deleted::addAll);
        return deleted;
    }

    private static List<DeletedId> ids(List<DeletedMessage> messages) {
        return messages.stream().map(DeletedMessage::id).toList();
    }
}
