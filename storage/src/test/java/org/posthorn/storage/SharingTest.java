package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.storage.directory.QuickPasswords;
import org.posthorn.storage.directory.QuotaLimits;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.FaultyDisk;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.MemoryEngine;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Acl;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.Grantee;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Rights;
import org.posthorn.storage.mailbox.Uids;

/// Who may do what, who is told so, and what each user has seen. Every test ends with the store's check.
class SharingTest {
    private static final EmailAddress BOB = EmailAddress.parse("bob@example.org");
    private static final FlagChange SEE = new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN));
    private static final String BODY = "y".repeat(200_000);

    private final FaultyDisk disk = new FaultyDisk();
    private MemoryEngine engine;
    private TestStore store = open();
    private final AccountId alice = store.add("alice@example.org");
    private final AccountId bob = store.add("bob@example.org");
    private final AccountId carol = store.add("carol@example.org");

    private TestStore open() {
        engine = new MemoryEngine(disk);
        var settings =
                new MailStore.Settings(Path.of("none"), TestStore.LIMIT, TestStore.KEEPING_NOTHING, Clock.systemUTC());
        return new TestStore(new MailStore(settings, () -> {}, engine, QuickPasswords.with(settings.clock())));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        store.close();
        store = open();
    }

    private MailboxId inbox() {
        try (var account = store.store().account(alice)) {
            return TestStore.inbox(account);
        }
    }

    private void give(MailboxId mailbox, Grantee grantee, String rights) {
        try (var account = store.store().account(alice)) {
            account.sharing().change(mailbox, grantee, _ -> Rights.parse(rights));
        }
    }

    private Rights rights(AccountId user, MailboxId mailbox) {
        try (var account = store.store().account(alice, user)) {
            return account.sharing().rights(mailbox);
        }
    }

    @Test
    void nobodyHasRightsButTheOwner() {
        assertEquals(Rights.ALL, rights(alice, inbox()));
        assertEquals(Rights.NONE, rights(bob, inbox()));
        assertEquals(Set.of(), store.store().sharers(bob));
        try (var account = store.store().account(alice, bob)) {
            var refused = assertThrows(Refused.class, () -> account.state(inbox()));
            assertEquals(Refused.Why.NOT_FOUND, refused.why());
            assertThrows(Refused.class, () -> account.messages(inbox(), Uids.of(1), (_, _) -> {}));
            assertThrows(Refused.class, () -> account.placements(inbox(), Uids.of(1), _ -> {}));
        }
    }

    @Test
    void theDirectoryKnowsWhoShares() {
        give(inbox(), Grantee.of(bob), "lr");
        assertEquals(Set.of(alice), store.store().sharers(bob));
        assertEquals(Set.of(), store.store().sharers(carol));
        assertTrue(store.store()
                .sharer(EmailAddress.parse("alice@example.org"), bob)
                .isPresent());
        assertEquals(Optional.empty(), store.store().sharer(EmailAddress.parse("alice@example.org"), carol));
        reopen();
        assertEquals(Rights.parse("lr"), rights(bob, inbox()));
        give(inbox(), Grantee.anyone(), "l");
        assertEquals(Set.of(alice), store.store().sharers(carol));
        give(inbox(), Grantee.of(bob), "");
        give(inbox(), Grantee.anyone(), "");
        assertEquals(Set.of(), store.store().sharers(bob));
    }

    @Test
    void aNegativeEntrySharesNothing() {
        give(inbox(), Grantee.of(bob).negative(), "lr");
        assertEquals(Set.of(), store.store().sharers(bob));
    }

    /// RFC 4314 §4: a new mailbox has its parent's rights, a renamed one keeps its own, a deleted one's are gone.
    @Test
    void rightsFollowTheMailbox() {
        try (var account = store.store().account(alice)) {
            var work = account.create(MailboxName.of("Work"), Set.of()).id();
            account.sharing().change(work, Grantee.of(bob), _ -> Rights.parse("lrk"));
            var below = account.create(MailboxName.of("Work/a/b"), Set.of()).id();
            assertEquals(Rights.parse("lrk"), account.sharing().acl(below).of(bob, alice));
            account.rename(MailboxName.of("Work"), MailboxName.of("Play"));
        }
        reopen();
        try (var account = store.store().account(alice)) {
            var play = TestStore.mailbox(account, "Play");
            assertEquals(Rights.parse("lrk"), rights(bob, play));
            for (String name : List.of("Play/a/b", "Play/a", "Play")) {
                account.delete(MailboxName.of(name));
            }
            assertEquals(Set.of(), store.store().sharers(bob));
            var again = account.create(MailboxName.of("Play"), Set.of()).id();
            assertEquals(Acl.ofOwner(alice), account.sharing().acl(again));
        }
    }

    @Test
    void whoWatchesTheMailboxIsTold() {
        var told = new AtomicInteger();
        try (var account = store.store().account(alice);
                var _ = account.watch(inbox(), told::incrementAndGet)) {
            account.sharing().change(inbox(), Grantee.of(bob), _ -> Rights.parse("lr"));
            assertEquals(1, told.get());
        }
    }

    @Test
    void eachUserHasSeenForHimself() {
        var inbox = inbox();
        give(inbox, Grantee.of(bob), "lrs");
        try (var hers = store.store().account(alice);
                var his = store.store().account(alice, bob)) {
            for (int i = 0; i < 3; i++) {
                TestStore.append(hers, inbox, TestStore.message("m", "x"));
            }
            long modSeq = hers.state(inbox).highestModSeq();
            var stored = his.store(inbox, Uids.of(1, 2), SEE);
            assertEquals(Uids.of(1, 2), stored.state().with(Flag.SEEN));
            assertEquals(Uids.NONE, hers.state(inbox).with(Flag.SEEN));
            hers.store(inbox, Uids.of(2, 3), SEE);
            assertEquals(Uids.of(1, 2), his.state(inbox).with(Flag.SEEN));
            assertEquals(Uids.of(2, 3), hers.state(inbox).with(Flag.SEEN));
            assertEquals(1, his.mailbox(inbox).orElseThrow().unseen());
            // RFC 7162: a change of his is a change of the message.
            assertEquals(
                    Uids.of(1, 2, 3), his.changesSince(his.state(inbox), modSeq).changed());
            his.store(
                    inbox,
                    Uids.of(1, 2, 3),
                    new FlagChange(FlagChange.Kind.REPLACE, Set.of(Flag.SEEN, Flag.FLAGGED), Rights.parse("s")));
            assertEquals(Uids.of(1, 2, 3), his.state(inbox).with(Flag.SEEN));
            assertEquals(Uids.NONE, hers.state(inbox).with(Flag.FLAGGED), "without w");
            hers.expunge(inbox, Uids.of(1));
        }
        reopen(); // out of a snapshot
        try (var his = store.store().account(alice, bob)) {
            assertEquals(Uids.of(2, 3), his.state(inbox).with(Flag.SEEN));
            his.store(inbox, Uids.of(2), new FlagChange(FlagChange.Kind.REMOVE, Set.of(Flag.SEEN)));
        }
        store = kill(); // out of the log
        try (var his = store.store().account(alice, bob)) {
            assertEquals(Uids.of(3), his.state(inbox).with(Flag.SEEN));
        }
    }

    private TestStore kill() {
        var copy = disk.copy();
        store.close();
        var settings =
                new MailStore.Settings(Path.of("none"), TestStore.LIMIT, TestStore.KEEPING_NOTHING, Clock.systemUTC());
        return new TestStore(
                new MailStore(settings, () -> {}, new MemoryEngine(copy), QuickPasswords.with(settings.clock())));
    }

    @Test
    void whoMayNotReadAnyMoreHasSeenNothing() {
        var inbox = inbox();
        give(inbox, Grantee.of(bob), "lrs");
        try (var hers = store.store().account(alice);
                var his = store.store().account(alice, bob)) {
            TestStore.append(hers, inbox, TestStore.message("m", "x"));
            his.store(inbox, Uids.of(1), SEE);
            give(inbox, Grantee.of(bob), "l");
            assertThrows(Refused.class, () -> his.state(inbox));
            give(inbox, Grantee.of(bob), "lr");
            assertEquals(Uids.NONE, his.state(inbox).with(Flag.SEEN));
        }
    }

    @Test
    void aCopyIntoAnotherAccountOutlivesItsOriginal() {
        var inbox = inbox();
        give(inbox, Grantee.of(bob), "lrs");
        byte[] large = TestStore.message("large", BODY);
        try (var hers = store.store().account(alice);
                var hisView = store.store().account(alice, bob);
                var his = store.store().account(bob)) {
            TestStore.append(hers, inbox, large, Flag.SEEN, Flag.FLAGGED);
            TestStore.append(hers, inbox, TestStore.message("small", "x"));
            hisView.store(inbox, Uids.of(2), SEE);
            var to = TestStore.inbox(his);
            var copied = hisView.copy(inbox, Uids.of(1, 2, 9), his, to, Rights.ALL);
            assertEquals(Uids.of(1, 2), copied.from());
            assertEquals(Uids.of(1, 2), copied.to());
            assertEquals(Uids.of(2), his.state(to).with(Flag.SEEN), "his own, not hers");
            assertEquals(Uids.of(1), his.state(to).with(Flag.FLAGGED));
            hers.expunge(inbox, Uids.of(1, 2));
            store.store().sweep();
            assertArrayEquals(large, TestStore.read(his, to, 1));
        }
        store.store().directory().removeAccount(EmailAddress.parse("alice@example.org"));
        store.store().sweep();
        reopen();
        try (var his = store.store().account(bob)) {
            assertArrayEquals(large, TestStore.read(his, TestStore.inbox(his), 1));
            his.expunge(TestStore.inbox(his), Uids.of(1, 2));
            store.store().sweep();
        }
    }

    @Test
    void aMoveIntoAnotherAccountCopiesAndExpunges() {
        try (var hers = store.store().account(alice);
                var his = store.store().account(bob)) {
            byte[] large = TestStore.message("large", BODY);
            TestStore.append(hers, inbox(), large);
            var moved = hers.move(inbox(), Uids.of(1), his, TestStore.inbox(his), Rights.ALL);
            assertEquals(Uids.of(1), moved.to());
            assertEquals(Uids.NONE, hers.state(inbox()).uids());
            assertArrayEquals(large, TestStore.read(his, TestStore.inbox(his), 1));
        }
    }

    @Test
    void theTargetsQuotaHolds() {
        store.store().directory().limitAccount(BOB, _ -> new QuotaLimits(OptionalLong.of(1_000), OptionalLong.empty()));
        try (var hers = store.store().account(alice);
                var his = store.store().account(bob)) {
            TestStore.append(hers, inbox(), TestStore.message("large", BODY));
            var refused = assertThrows(
                    Refused.class, () -> hers.move(inbox(), Uids.of(1), his, TestStore.inbox(his), Rights.ALL));
            assertEquals(Refused.Why.OVER_QUOTA, refused.why());
            assertEquals(Uids.of(1), hers.state(inbox()).uids());
        }
    }

    @Test
    void aRemovedAccountIsForgotten() {
        give(inbox(), Grantee.of(bob), "lrs");
        give(inbox(), Grantee.anyone(), "l");
        try (var hers = store.store().account(alice);
                var his = store.store().account(alice, bob)) {
            TestStore.append(hers, inbox(), TestStore.message("m", "x"));
            his.store(inbox(), Uids.of(1), SEE);
        }
        store.store().directory().removeAccount(BOB);
        store.store().sweep();
        try (var hers = store.store().account(alice)) {
            assertEquals(Rights.NONE, hers.sharing().acl(inbox()).of(Grantee.of(bob)));
            assertEquals(Set.of(), hers.state(inbox()).users());
        }
        store.store().directory().removeAccount(EmailAddress.parse("alice@example.org"));
        store.store().sweep();
        assertEquals(Set.of(), store.store().sharers(carol));
    }

    /// A row of the directory that is gone, damaged or too much is written as the lists of rights say.
    @Test
    void theCheckKnowsWhoSharesWithWhom() {
        give(inbox(), Grantee.of(bob), "lr");
        for (byte[] value : List.of(new byte[] {2}, new byte[0])) {
            plant(batch -> batch.put(Table.DIRECTORY, Keys.share(bob.value(), alice.value()), value));
            assertMended();
        }
        plant(batch -> batch.delete(Table.DIRECTORY, Keys.share(bob.value(), alice.value())));
        assertMended();
        assertEquals(Set.of(alice), store.store().sharers(bob));
        plant(batch -> batch.put(Table.DIRECTORY, Keys.share(carol.value(), alice.value()), Sharing.SHARE));
        assertMended();
        assertEquals(Set.of(), store.store().sharers(carol));
        plant(batch -> batch.put(Table.DIRECTORY, Keys.share(carol.value(), 999), Sharing.SHARE));
        assertMended();
    }

    private void plant(Consumer<Batch.Builder> rows) {
        var batch = Batch.in(Scope.DIRECTORY);
        rows.accept(batch);
        engine.commit(List.of(batch.build()), List.of(), () -> {}).await();
    }

    private void assertMended() {
        var kinds = new ArrayList<Damage>();
        store.store().repair(finding -> kinds.add(finding.damage()));
        assertEquals(List.of(Damage.SHARE), kinds);
        assertEquals(List.of(), store.findings());
    }

    @Test
    void nobodyLogsInToASharedAccount() {
        var directory = store.store().directory();
        var team = directory.addShared(EmailAddress.parse("team@example.org"));
        assertTrue(directory.isShared(team));
        assertEquals(Optional.empty(), directory.authenticate("team@example.org", ""));
        var refused =
                assertThrows(Refused.class, () -> directory.setPassword(EmailAddress.parse("team@example.org"), "x"));
        assertEquals(Refused.Why.FORBIDDEN, refused.why());
        reopen();
        assertTrue(store.store().directory().isShared(team));
        assertEquals(Optional.empty(), store.store().directory().authenticate("team@example.org", ""));
    }
}
