package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.posthorn.common.config.Storage;
import org.posthorn.storage.directory.QuickPasswords;
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
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.Placement;

/// The check finds what is wrong: each test plants one kind of damage in a sound store.
class CheckTest {
    private static final Scope ALICE = Scope.account(1);
    private static final int INBOX = 1;
    private static final byte[] MARK = {1};

    private interface Damage {
        void plant(Engine engine, Batch.Builder batch);
    }

    private record Case(String name, Damage damage, String finding) {}

    @TestFactory
    Stream<DynamicTest> findsPlantedDamage() {
        return Stream.of(
                        new Case(
                                "placement gone",
                                (_, batch) -> batch.delete(Table.ACCOUNT, Keys.placement(INBOX, 1)),
                                "the placements are not the UIDs"),
                        new Case(
                                "placement of another size",
                                (_, batch) -> batch.put(
                                        Table.ACCOUNT,
                                        Keys.placement(INBOX, 1),
                                        new Placement(1, 1, 7, TestStore.DATE, TestStore.DATE, 1).toBytes()),
                                "octets"),
                        new Case(
                                "placement unreadable",
                                (_, batch) -> batch.put(Table.ACCOUNT, Keys.placement(INBOX, 1), new byte[] {1, 9}),
                                "damaged row"),
                        new Case(
                                "place gone",
                                (_, batch) -> batch.delete(Table.ACCOUNT, Keys.place(1, INBOX, 1)),
                                "not found by its message"),
                        new Case(
                                "stray place",
                                (_, batch) -> batch.put(Table.ACCOUNT, Keys.place(1, INBOX, 77), MARK),
                                "places of messages"),
                        new Case(
                                "message gone",
                                (_, batch) -> batch.delete(Table.MESSAGE, Keys.message(1)),
                                "is not there"),
                        new Case(
                                "message in no mailbox",
                                (engine, batch) -> batch.put(
                                        Table.MESSAGE,
                                        Keys.message(9),
                                        engine.get(ALICE, Table.MESSAGE, Keys.message(1))
                                                .orElseThrow()),
                                "lies in no mailbox"),
                        new Case("chunk gone", (_, batch) -> batch.delete(Table.CHUNK, Keys.chunk(1, 1)), "is gone"),
                        new Case("bit flipped in a chunk", CheckTest::flipBit, "is damaged"),
                        new Case(
                                "blob nobody's",
                                (engine, batch) -> batch.put(
                                        Table.CHUNK,
                                        Keys.chunk(99, 0),
                                        engine.get(ALICE, Table.CHUNK, Keys.chunk(1, 0))
                                                .orElseThrow()),
                                "nobody's"),
                        new Case(
                                "blob longer than its message",
                                (engine, batch) -> batch.put(
                                        Table.CHUNK,
                                        Keys.chunk(1, 4),
                                        engine.get(ALICE, Table.CHUNK, Keys.chunk(1, 0))
                                                .orElseThrow()),
                                "longer than the message"),
                        new Case(
                                "reference to a blob gone",
                                (_, batch) -> batch.delete(Table.ACCOUNT, Keys.blobRef(1, 1, 1)),
                                "does not count as a user"),
                        new Case(
                                "user of a blob gone",
                                (_, batch) -> batch.put(Table.ACCOUNT, Keys.blobRef(1, 1, 55), MARK),
                                "no such message"),
                        new Case(
                                "log entry gone",
                                (_, batch) -> batch.delete(Table.ACCOUNT, Keys.logEntry(2)),
                                "the log has"),
                        new Case(
                                "mailbox row gone",
                                (_, batch) -> batch.delete(Table.ACCOUNT, Keys.mailbox(INBOX)),
                                "names or subscriptions"),
                        new Case(
                                "mark of a deleted message gone",
                                (engine, batch) -> batch.delete(Table.ACCOUNT, deletion(engine)),
                                "deleted message 3.1.3: the sweeper will not find it"),
                        new Case(
                                "deleted message gone",
                                (_, batch) -> batch.delete(Table.ACCOUNT, Keys.place(3, INBOX, 3)),
                                "deletion of message 3.1.3: it was not deleted then"),
                        new Case(
                                "deleted message with a placement",
                                (engine, batch) -> batch.put(
                                        Table.ACCOUNT,
                                        Keys.placement(INBOX, 3),
                                        new Placement(3, 3, 7, TestStore.DATE, TestStore.DATE, 1).toBytes()),
                                "deleted message 3.1.3: has a placement"),
                        new Case(
                                "deleted message unreadable",
                                (_, batch) -> batch.put(Table.ACCOUNT, Keys.place(3, INBOX, 3), new byte[] {2, 1}),
                                "place 3.1.3: damaged row"),
                        new Case(
                                "deleted mailbox gone",
                                (_, batch) -> batch.deletePrefix(Table.ACCOUNT, Keys.deletedMailboxes()),
                                "what it was called is gone"),
                        new Case(
                                "marks of deletions gone",
                                (_, batch) -> batch.deletePrefix(Table.ACCOUNT, Keys.deletions()),
                                "deleted mailbox Junk: the sweeper will not find it"),
                        new Case(
                                "log entry unreadable",
                                (_, batch) -> batch.put(Table.ACCOUNT, Keys.logEntry(3), new byte[] {1, 3, 9}),
                                "can't be read"))
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each)));
    }

    private static byte[] deletion(Engine engine) {
        return engine.all(ALICE, Table.ACCOUNT, Range.prefix(Keys.deletions()))
                .getFirst()
                .key();
    }

    private static void flipBit(Engine engine, Batch.Builder batch) {
        byte[] chunk =
                engine.get(ALICE, Table.CHUNK, Keys.chunk(1, 1)).orElseThrow().clone();
        chunk[chunk.length / 2] ^= 4;
        batch.put(Table.CHUNK, Keys.chunk(1, 1), chunk);
    }

    private static void check(Case planted) {
        var settings = new MailStore.Settings(Path.of("none"), TestStore.LIMIT, Storage.DEFAULTS, Clock.systemUTC());
        var engine = new MemoryEngine(new FaultyDisk());
        var store = new TestStore(new MailStore(settings, () -> {}, engine, QuickPasswords.with(settings.clock())));
        store.add("alice@example.org");
        try (var alice = store.open("alice@example.org")) {
            TestStore.append(alice, TestStore.inbox(alice), TestStore.message("one", "x".repeat(150_000)));
            TestStore.append(alice, TestStore.inbox(alice), TestStore.message("two", "short"));
            alice.store(TestStore.inbox(alice), Uids.of(1), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN)));
            TestStore.append(alice, TestStore.inbox(alice), TestStore.message("three", "deleted"));
            alice.expunge(TestStore.inbox(alice), Uids.of(3));
            alice.delete(MailboxName.of("Junk"));
            assertEquals(List.of(), store.findings());
            var batch = Batch.in(ALICE);
            planted.damage().plant(engine, batch);
            engine.commit(List.of(batch.build()), List.of(), () -> {}).await();
            var findings = store.findings();
            assertTrue(
                    findings.stream().anyMatch(finding -> finding.contains(planted.finding())),
                    planted.name() + ": " + findings);
        } finally {
            store.store().close();
        }
    }
}
