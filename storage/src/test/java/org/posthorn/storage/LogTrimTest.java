package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.common.config.Storage;
import org.posthorn.storage.AccountState.Counters;
import org.posthorn.storage.directory.QuickPasswords;
import org.posthorn.storage.directory.QuotaLimits;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.FaultyDisk;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.MemoryEngine;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.Uids;

/// What is forgotten of the log, and that nothing but it is.
class LogTrimTest {
    private static final AccountId ALICE = new AccountId(1);
    private static final Scope SCOPE = Scope.account(1);
    private static final Duration YEARS = Duration.ofDays(9_999);

    private final MovingClock clock = new MovingClock();
    private final FaultyDisk disk = new FaultyDisk();

    /// 40 messages, 3,000 changes of flags over 300 days, then closed.
    @BeforeEach
    void fill() {
        try (var store = open()) {
            store.add("alice@example.org");
            try (var alice = store.open("alice@example.org")) {
                var inbox = TestStore.inbox(alice);
                for (int i = 0; i < 40; i++) {
                    TestStore.append(alice, inbox, TestStore.message("m" + i, ""));
                }
                for (int i = 0; i < 3_000; i++) {
                    var kind = i / 40 % 2 == 0 ? FlagChange.Kind.ADD : FlagChange.Kind.REMOVE;
                    alice.store(inbox, Uids.of(i % 40 + 1), new FlagChange(kind, Set.of(Flag.FLAGGED)));
                    clock.pass(Duration.ofMinutes(144));
                }
            }
        }
    }

    @Test
    void forgetsWhatIsTooOld() {
        trim(new LogTrim.Bounds(Duration.ofDays(90), Long.MAX_VALUE, Long.MAX_VALUE));
        assertEquals(900, entries().size());
    }

    @Test
    void forgetsWhatIsTooMuch() {
        trim(new LogTrim.Bounds(YEARS, 1_500, Long.MAX_VALUE));
        assertEquals(1_500, entries().size());
    }

    @Test
    void forgetsWhatIsTooLarge() {
        trim(new LogTrim.Bounds(YEARS, Long.MAX_VALUE, 20_000));
        long octets =
                entries().stream().mapToLong(entry -> entry.value().length).sum();
        assertTrue(octets <= 20_000 && octets > 19_900, octets + " octets");
    }

    /// Flags are known from snapshots and what is logged behind them, so that part stays whatever its age.
    @Test
    void keepsWhatIsBehindTheLastSnapshots() {
        long before = counters().modSeq();
        try (var store = open()) {
            try (var alice = store.open("alice@example.org")) {
                alice.store(TestStore.inbox(alice), Uids.of(7), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN)));
            }
            clock.pass(YEARS.plusDays(1));
            store.store().sweep();
            assertEquals(before, counters().log().horizon());
            assertEquals(1, entries().size());
        }
        clock.pass(YEARS);
        try (var store = open()) {
            store.store().sweep();
            assertEquals(0, entries().size());
            try (var alice = store.open("alice@example.org")) {
                var state = alice.state(TestStore.inbox(alice));
                assertEquals(Uids.of(7), state.with(Flag.SEEN));
                assertEquals(Uids.of(7), alice.changesSince(state, before).changed());
                assertTrue(alice.changesSince(state, state.highestModSeq()).whole());
                assertFalse(alice.changesSince(state, before).whole());
            }
        }
    }

    /// A full disk ends the round; nothing is lost, and the next one goes on.
    @Test
    void aFullDiskLeavesTheLog() {
        try (var store = open()) {
            clock.pass(YEARS);
            disk.full(true);
            store.store().sweep();
            assertEquals(0, counters().log().horizon());
            disk.full(false);
            while (counters().log().horizon() == 0) {
                store.store().sweep(); // until the engine has noticed
            }
            assertEquals(counters().modSeq(), counters().log().horizon());
        }
    }

    /// A store from before entries had a time and accounts a horizon: it opens, and its log goes in the next round.
    @Test
    void rowsOfVersion1AreReadAndCountAsOld() {
        List<Long> before;
        try (var store = open()) {
            before = modSeqs(store);
        }
        try (var engine = new MemoryEngine(disk)) {
            var batch = Batch.in(SCOPE);
            for (var row : entries()) {
                batch.put(Table.ACCOUNT, row.key(), OldRows.logEntryOfVersion1(row));
            }
            var account = engine.get(SCOPE, Table.ACCOUNT, Keys.account()).orElseThrow();
            batch.put(Table.ACCOUNT, Keys.account(), OldRows.countersOfVersion1(account));
            engine.commit(List.of(batch.build()), List.of(), () -> {}).await();
        }
        try (var store = open()) {
            assertEquals(before, modSeqs(store));
            store.store().sweep();
            assertEquals(List.of(), entries());
            assertEquals(before, modSeqs(store));
        }
    }

    private void trim(LogTrim.Bounds bounds) {
        List<Long> before;
        try (var store = open()) {
            before = modSeqs(store);
        }
        try (var engine = new MemoryEngine(disk)) {
            new LogTrim(engine, new Accounts(engine, clock, _ -> QuotaLimits.UNSAID), clock, bounds)
                    .trim(ALICE, () -> false);
        }
        try (var store = open()) {
            assertEquals(before, modSeqs(store));
        }
    }

    private static List<Long> modSeqs(TestStore store) {
        try (var alice = store.open("alice@example.org")) {
            var found = new ArrayList<Long>();
            var state = alice.state(TestStore.inbox(alice));
            alice.modSeqs(state, state.uids(), (_, modSeq) -> found.add(modSeq));
            return found;
        }
    }

    private List<Engine.Entry> entries() {
        try (var engine = new MemoryEngine(disk)) {
            return engine.all(SCOPE, Table.ACCOUNT, Range.prefix(Keys.logEntries()));
        }
    }

    private Counters counters() {
        try (var engine = new MemoryEngine(disk)) {
            return Counters.ofBytes(
                    engine.get(SCOPE, Table.ACCOUNT, Keys.account()).orElseThrow());
        }
    }

    private TestStore open() {
        var settings = new MailStore.Settings(Path.of("none"), TestStore.LIMIT, Storage.DEFAULTS, clock);
        return new TestStore(
                new MailStore(settings, () -> {}, new MemoryEngine(disk), QuickPasswords.with(settings.clock())));
    }
}
