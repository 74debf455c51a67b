package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.common.config.Storage;
import org.posthorn.storage.Quota.Part;
import org.posthorn.storage.directory.QuickPasswords;
import org.posthorn.storage.directory.QuotaLimits;
import org.posthorn.storage.engine.FaultyDisk;
import org.posthorn.storage.engine.MemoryEngine;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.IncomingMessage;

/// What an account may hold, and what counts. Every test ends with the store's check, which compares the totals with
/// the mailboxes: use that drifted from what is there, and use that did not go down after a delete, have
/// needed repair jobs elsewhere.
class QuotaTest {
    private static final EmailAddress ALICE = EmailAddress.parse("alice@example.org");
    private static final byte[] HUNDRED = TestStore.message("a", "x".repeat(86));

    private final FaultyDisk disk = new FaultyDisk();
    private TestStore store = open();
    private final AccountId alice = store.add("alice@example.org");

    private TestStore open() {
        var settings = new MailStore.Settings(Path.of("none"), TestStore.LIMIT, Storage.DEFAULTS, Clock.systemUTC());
        return new TestStore(
                new MailStore(settings, () -> {}, new MemoryEngine(disk), QuickPasswords.with(settings.clock())));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void appendStopsAtTheLimitAndExpungeMakesRoomAtOnce() {
        limit(OptionalLong.of(250), OptionalLong.empty());
        try (var account = store.open("alice@example.org")) {
            var inbox = TestStore.inbox(account);
            TestStore.append(account, inbox, HUNDRED);
            TestStore.append(account, inbox, HUNDRED);
            var before = account.state(inbox);
            assertOverQuota(() -> TestStore.append(account, inbox, HUNDRED));
            assertTrue(account.state(inbox).same(before));
            assertUse(200, 2);
            account.expunge(inbox, Uids.of(1));
            assertUse(100, 1);
            assertEquals(3, TestStore.append(account, inbox, HUNDRED));
            // Just as much as may be.
            TestStore.append(account, inbox, TestStore.message("a", "x".repeat(36)));
            assertUse(250, 3);
            account.delete(MailboxName.of("Trash"));
            assertUse(250, 3);
        }
    }

    @Test
    void deletingAMailboxLowersUse() {
        try (var account = store.open("alice@example.org")) {
            var archive = TestStore.mailbox(account, "Archive");
            TestStore.append(account, archive, HUNDRED);
            TestStore.append(account, TestStore.inbox(account), HUNDRED);
            assertEquals(6, account.quota().mailboxes().used());
            account.delete(MailboxName.of("Archive"));
            assertUse(100, 1);
            assertEquals(new Part(5, OptionalLong.of(10_000)), account.quota().mailboxes());
        }
    }

    @Test
    void copiesCountEachAndAreRefusedBeyondTheLimit() {
        limit(OptionalLong.empty(), OptionalLong.of(3));
        try (var account = store.open("alice@example.org")) {
            var inbox = TestStore.inbox(account);
            var archive = TestStore.mailbox(account, "Archive");
            TestStore.append(account, inbox, HUNDRED);
            TestStore.append(account, inbox, HUNDRED);
            assertOverQuota(() -> account.copy(inbox, Uids.of(1, 2), archive));
            account.copy(inbox, Uids.of(1), archive);
            assertUse(300, 3);
            assertOverQuota(() -> account.copy(inbox, Uids.of(1), archive));
        }
    }

    @Test
    void appendOfManyIsAllOrNone() {
        limit(OptionalLong.empty(), OptionalLong.of(2));
        try (var account = store.open("alice@example.org")) {
            var inbox = TestStore.inbox(account);
            assertOverQuota(() -> append(account, 3));
            assertUse(0, 0);
            append(account, 2);
            assertEquals(2, account.state(inbox).uids().count());
        }
    }

    /// A limit that was lowered takes nothing away and forbids nothing but more.
    @Test
    void whatDoesNotGrowIsNeverRefused() {
        try (var account = store.open("alice@example.org")) {
            var inbox = TestStore.inbox(account);
            var archive = TestStore.mailbox(account, "Archive");
            append(account, 4);
            limit(OptionalLong.of(1), OptionalLong.of(1));
            account.store(inbox, Uids.of(1), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN)));
            account.move(inbox, Uids.of(1, 2), archive);
            account.create(MailboxName.of("a/b"), Set.of());
            account.rename(MailboxName.of("a"), MailboxName.of("c"));
            account.rename(MailboxName.INBOX, MailboxName.of("old"));
            account.copy(inbox, Uids.of(99), archive);
            account.expunge(archive, Uids.of(1));
            assertUse(300, 3);
            assertOverQuota(() -> append(account, 1));
        }
    }

    @Test
    void concurrentAppendsNeverPassTheLimit() throws Exception {
        disk.slowSyncs(300_000);
        limit(OptionalLong.of(5_000), OptionalLong.empty());
        var taken = new AtomicInteger();
        var writers = new ArrayList<Thread>();
        for (int i = 0; i < 16; i++) {
            writers.add(Thread.ofVirtual().start(() -> {
                try (var account = store.open("alice@example.org")) {
                    for (int n = 0; n < 10; n++) {
                        TestStore.append(account, TestStore.inbox(account), HUNDRED);
                        taken.incrementAndGet();
                    }
                } catch (Refused full) {
                    assertEquals(Refused.Why.OVER_QUOTA, full.why());
                }
            }));
        }
        for (var writer : writers) {
            writer.join();
        }
        assertEquals(50, taken.get());
        assertUse(5_000, 50);
    }

    @Test
    void theAccountsOwnLimitWinsOverItsDomains() {
        var directory = store.store().directory();
        directory.limitDomain("Example.ORG", _ -> new QuotaLimits(OptionalLong.of(1_000), OptionalLong.of(9)));
        limit(OptionalLong.of(5), OptionalLong.empty());
        var bob = store.add("bob@example.org");
        for (int life = 0; life < 2; life++) {
            assertLimits(alice, OptionalLong.of(5), OptionalLong.of(9));
            assertLimits(bob, OptionalLong.of(1_000), OptionalLong.of(9));
            store.close();
            store = open();
        }
        limit(OptionalLong.of(QuotaLimits.UNLIMITED), OptionalLong.empty());
        assertLimits(alice, OptionalLong.empty(), OptionalLong.of(9));
        store.store().directory().setPassword(ALICE, "another");
        assertLimits(alice, OptionalLong.empty(), OptionalLong.of(9));
        limit(OptionalLong.empty(), OptionalLong.empty());
        assertLimits(alice, OptionalLong.of(1_000), OptionalLong.of(9));
        assertEquals(
                new QuotaLimits(OptionalLong.of(1_000), OptionalLong.of(9)),
                store.store().directory().domainLimits("example.org"));
    }

    @Test
    void deliveryNeedsRoomWhenAnnouncedAndNoMoreThanThatWhenItCommits() {
        var bob = store.add("bob@example.org");
        limit(OptionalLong.of(250), OptionalLong.empty());
        assertTrue(store.store().hasRoom(alice, 250));
        assertFalse(store.store().hasRoom(alice, 251));
        assertTrue(store.store().hasRoom(bob, Long.MAX_VALUE));
        deliver(bob, 200);
        assertTrue(store.store().hasRoom(alice, 0));
        assertFalse(store.store().hasRoom(alice, 51));
        // It was announced when there was room: it may be the one that goes beyond.
        deliver(bob, 200);
        assertUse(400, 2);
        assertFalse(store.store().hasRoom(alice, 0));
        // The commit is one for all its recipients, so nobody gets it.
        assertOverQuota(() -> deliver(bob, 100));
        assertEquals(2, store.store().quota(bob).messages().used());
        try (var account = store.open("alice@example.org")) {
            account.expunge(TestStore.inbox(account), Uids.of(1));
        }
        assertUse(200, 1);
        deliver(bob, 30);
        assertUse(230, 2);
    }

    @Test
    void messagesAreLimitedForDeliveryToo() {
        limit(OptionalLong.empty(), OptionalLong.of(1));
        assertTrue(store.store().hasRoom(alice, 1 << 20));
        deliver(alice, 100);
        assertFalse(store.store().hasRoom(alice, 0));
        assertOverQuota(() -> deliver(alice, 100));
    }

    private void limit(OptionalLong octets, OptionalLong messages) {
        store.store().directory().limitAccount(ALICE, _ -> new QuotaLimits(octets, messages));
    }

    private void deliver(AccountId other, int size) {
        var mail = TestStore.message("a", "x".repeat(size - 14));
        store.deliver(alice, mail, TestStore.to(alice, "INBOX", ""), TestStore.to(other, "Archive", ""));
    }

    private static void append(Account account, int count) {
        var messages = new ArrayList<IncomingMessage>();
        for (int i = 0; i < count; i++) {
            messages.add(account.receive());
            TestStore.fill(messages.getLast(), HUNDRED);
        }
        try {
            var appends = messages.stream()
                    .map(each -> new Account.Append(each, Set.of(), TestStore.DATE))
                    .toList();
            account.append(TestStore.inbox(account), appends);
        } finally {
            messages.forEach(IncomingMessage::close);
        }
    }

    /// In memory, and as rows have it.
    private void assertUse(long octets, long messages) {
        try (var account = store.open("alice@example.org")) {
            for (var quota : List.of(account.quota(), store.store().quota(alice))) {
                assertEquals(octets, quota.octets().used());
                assertEquals(messages, quota.messages().used());
            }
        }
    }

    private void assertLimits(AccountId account, OptionalLong octets, OptionalLong messages) {
        var quota = store.store().quota(account);
        assertEquals(octets, quota.octets().limit());
        assertEquals(messages, quota.messages().limit());
    }

    private static void assertOverQuota(org.junit.jupiter.api.function.Executable change) {
        assertEquals(Refused.Why.OVER_QUOTA, assertThrows(Refused.class, change).why());
    }
}
