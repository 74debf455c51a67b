package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.directory.QuickPasswords;
import org.posthorn.storage.directory.QuotaLimits;
import org.posthorn.storage.engine.FaultyDisk;
import org.posthorn.storage.engine.MemoryEngine;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;

/// What stays in memory is bounded by what it weighs (P5), and never the wrong account's.
class AccountsTest {
    private static final int COUNT = 200;

    private final MemoryEngine engine = new MemoryEngine(new FaultyDisk());
    private List<AccountId> ids;

    @BeforeEach
    void fill() {
        var settings =
                new MailStore.Settings(Path.of("none"), TestStore.LIMIT, TestStore.KEEPING_NOTHING, Clock.systemUTC());
        var store = new MailStore(settings, () -> {}, engine, QuickPasswords.with(settings.clock()));
        var made = new ArrayList<Directory.NewAccount>();
        for (int i = 0; i < COUNT; i++) {
            made.add(new Directory.NewAccount(EmailAddress.parse("a" + i + "@example.org"), "secret"));
        }
        ids = store.directory().addAccounts(made);
        try (var large = store.account(ids.getLast())) {
            for (int i = 0; i < 200; i++) {
                large.create(MailboxName.of("mailbox " + i), Set.of());
            }
        }
        // The store is not closed: it would take the engine with it. Its own accounts are not looked at here.
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void idleAccountsStayWithinTheirBudget() {
        long one = weight(ids.getFirst());
        var accounts = accounts(10 * one + one / 2);
        for (var id : ids.subList(0, COUNT - 1)) {
            accounts.acquire(id);
            accounts.release(id);
        }
        assertEquals(10, accounts.loaded().size());
        var last = accounts.acquire(ids.get(COUNT - 2));
        assertSame(last, accounts.acquire(ids.get(COUNT - 2)), "the last one is still there");
        assertEquals(ids.get(COUNT - 2), last.id());
    }

    @Test
    void accountsInUseAreNeverDropped() {
        var accounts = accounts(1);
        var held = new ArrayList<AccountWriter>();
        ids.forEach(id -> held.add(accounts.acquire(id)));
        for (int i = 0; i < COUNT; i++) {
            assertSame(held.get(i), accounts.acquire(ids.get(i)));
            accounts.release(ids.get(i));
        }
        ids.forEach(accounts::release);
        assertEquals(List.of(), accounts.loaded());
        assertNotSame(held.getFirst(), accounts.acquire(ids.getFirst()));
    }

    @Test
    void oneLargeAccountCountsForMany() {
        long small = weight(ids.getFirst());
        assertTrue(weight(ids.getLast()) > 20 * small);
        var accounts = accounts(weight(ids.getLast()) + small / 2);
        for (var id : ids) {
            accounts.acquire(id);
            accounts.release(id);
        }
        assertEquals(
                List.of(ids.getLast()),
                accounts.loaded().stream().map(AccountWriter::id).toList());
    }

    /// The figures that the documentation states: the worst case is every second message having a flag.
    @Test
    void aMillionMessagesWeighWhatIsSaid() {
        var scattered = new UidsBuilder();
        for (long uid = 1; uid <= 2_000_000; uid += 2) {
            scattered.add(uid);
        }
        assertTrue(Uids.range(1, 1_000_000).weight() < 1_000);
        assertTrue(scattered.build().weight() < 260_000, scattered.build().weight() + " octets");
        var empty = MailboxState.empty(new org.posthorn.storage.mailbox.MailboxId(1), 1, 1);
        assertTrue(empty.weight() < 2_000);
    }

    private long weight(AccountId id) {
        var accounts = accounts(Long.MAX_VALUE);
        return accounts.acquire(id).weight();
    }

    private Accounts accounts(long budget) {
        return new Accounts(engine, Clock.systemUTC(), _ -> QuotaLimits.UNSAID, budget);
    }
}
