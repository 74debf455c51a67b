package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.Damage.ACCOUNT_ROW;
import static org.posthorn.storage.Damage.ANNOTATION;
import static org.posthorn.storage.Damage.ANNOTATION_STRAY;
import static org.posthorn.storage.Damage.BLOB_NOBODYS;
import static org.posthorn.storage.Damage.BLOB_NUMBERS;
import static org.posthorn.storage.Damage.BLOB_REF_MISSING;
import static org.posthorn.storage.Damage.BLOB_REF_STRAY;
import static org.posthorn.storage.Damage.BLOB_TOO_LONG;
import static org.posthorn.storage.Damage.BODY_DAMAGED;
import static org.posthorn.storage.Damage.CANDIDATE;
import static org.posthorn.storage.Damage.DELETED_MAILBOX;
import static org.posthorn.storage.Damage.DELETED_PLACE;
import static org.posthorn.storage.Damage.DELETION;
import static org.posthorn.storage.Damage.DELETION_STRAY;
import static org.posthorn.storage.Damage.FLAGS_LOST;
import static org.posthorn.storage.Damage.LOG_ENTRY;
import static org.posthorn.storage.Damage.MAILBOX_ROW;
import static org.posthorn.storage.Damage.MESSAGE_DAMAGED;
import static org.posthorn.storage.Damage.MESSAGE_LOST;
import static org.posthorn.storage.Damage.MESSAGE_NOWHERE;
import static org.posthorn.storage.Damage.PLACEMENT_LOST;
import static org.posthorn.storage.Damage.PLACEMENT_UNKNOWN;
import static org.posthorn.storage.Damage.PLACEMENT_WRONG;
import static org.posthorn.storage.Damage.PLACE_DAMAGED;
import static org.posthorn.storage.Damage.PLACE_MISSING;
import static org.posthorn.storage.Damage.PLACE_STRAY;
import static org.posthorn.storage.Damage.RIGHTS;
import static org.posthorn.storage.Damage.SHARE;
import static org.posthorn.storage.Damage.SNAPSHOT;
import static org.posthorn.storage.Damage.THREAD;
import static org.posthorn.storage.DamagedStore.ALICE;
import static org.posthorn.storage.DamagedStore.BOB;
import static org.posthorn.storage.DamagedStore.INBOX;
import static org.posthorn.storage.DamagedStore.WORK;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.posthorn.storage.Damage.Fate;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.MemoryEngine;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.message.Placement;

/// The check finds what is wrong, and the repair mends what can be mended: each case plants one kind of damage into a
/// sound store, once under an open store and once under a closed one, and then looks at all of the mail.
class CheckTest {
    private static final Scope ONE = Scope.account(1);
    private static final byte[] MARK = {1};
    private static final int JUNK = 5;

    private interface Plant {
        void into(Engine engine, Batch.Builder batch);
    }

    /// What the mail must be after the repair, made from what it was.
    private interface After {
        void change(Map<String, Contents.Box> alice, boolean open);
    }

    /// @param kinds under an open store, in whose memory everything is still known
    /// @param cold  under one that was opened behind the damage
    private record Case(String name, Plant plant, Set<Damage> kinds, Set<Damage> cold, After after) {
        Case(String name, Plant plant, Damage kind) {
            this(name, plant, EnumSet.of(kind), EnumSet.of(kind), (_, _) -> {});
        }
    }

    @TestFactory
    Stream<DynamicTest> plantedDamage() {
        return cases().flatMap(each -> Stream.of(
                DynamicTest.dynamicTest(each.name() + ", open", () -> run(each, true)),
                DynamicTest.dynamicTest(each.name() + ", closed", () -> run(each, false))));
    }

    private static Stream<Case> cases() {
        return Stream.of(
                new Case("placement gone", delete(Table.ACCOUNT, Keys.placement(INBOX, 1)), PLACEMENT_LOST),
                new Case("placement damaged", damage(Table.ACCOUNT, Keys.placement(INBOX, 1)), PLACEMENT_LOST),
                new Case(
                        "placement and message gone",
                        (engine, batch) -> {
                            batch.delete(Table.ACCOUNT, Keys.placement(INBOX, 2));
                            batch.delete(Table.MESSAGE, Keys.message(2));
                        },
                        EnumSet.of(MESSAGE_LOST),
                        EnumSet.of(MESSAGE_LOST),
                        (alice, _) -> alice.get("INBOX").letters().remove(2L)),
                new Case(
                        "placement of another size",
                        (engine, batch) -> {
                            var sound = Placement.ofBytes(1, row(engine, Table.ACCOUNT, Keys.placement(INBOX, 1)));
                            var wrong = new Placement(1, 1, 7, sound.internalDate(), sound.savedAt(), sound.modSeq());
                            batch.put(Table.ACCOUNT, Keys.placement(INBOX, 1), wrong.toBytes());
                        },
                        PLACEMENT_WRONG),
                new Case(
                        "placement sent at another time",
                        (engine, batch) -> {
                            var sound = Placement.ofBytes(1, row(engine, Table.ACCOUNT, Keys.placement(INBOX, 1)));
                            var wrong = new Placement(
                                    1,
                                    sound.messageId(),
                                    sound.size(),
                                    sound.internalDate(),
                                    sound.savedAt(),
                                    sound.modSeq(),
                                    Optional.of(sound.internalDate().plusSeconds(77)));
                            batch.put(Table.ACCOUNT, Keys.placement(INBOX, 1), wrong.toBytes());
                        },
                        PLACEMENT_WRONG),
                new Case(
                        "placement the mailbox does not know",
                        (engine, batch) -> {
                            var sound = row(engine, Table.ACCOUNT, Keys.placement(INBOX, 2));
                            batch.put(Table.ACCOUNT, Keys.placement(INBOX, 3), sound)
                                    .put(Table.ACCOUNT, Keys.place(2, INBOX, 3), MARK);
                        },
                        EnumSet.of(PLACEMENT_UNKNOWN),
                        EnumSet.of(PLACEMENT_UNKNOWN),
                        (alice, _) ->
                                add(alice, "INBOX", alice.get("INBOX").letters().get(2L))),
                new Case(
                        "thread of no message",
                        put(Table.ACCOUNT, Keys.thread(5), new KnownThread(1, 77).toBytes()),
                        THREAD),
                new Case(
                        "thread of another message",
                        put(Table.ACCOUNT, Keys.thread(5), new KnownThread(1, 1).toBytes()),
                        THREAD),
                new Case("thread damaged", put(Table.ACCOUNT, Keys.thread(5), new byte[] {1, 1}), THREAD),
                new Case("rights damaged", damage(Table.ACCOUNT, Keys.acl(INBOX)), RIGHTS),
                new Case(
                        "rights gone",
                        delete(Table.ACCOUNT, Keys.acl(INBOX)),
                        EnumSet.of(RIGHTS),
                        EnumSet.of(SHARE),
                        (_, _) -> {}),
                new Case(
                        "annotation damaged", damage(Table.ACCOUNT, Keys.annotation(INBOX, 0, "/comment")), ANNOTATION),
                new Case(
                        "annotation of another name",
                        (engine, batch) -> batch.put(
                                Table.ACCOUNT,
                                Keys.annotation(INBOX, 1, "/comment"),
                                row(engine, Table.ACCOUNT, Keys.annotation(INBOX, 0, "/comment"))),
                        ANNOTATION),
                new Case(
                        "annotation of no mailbox",
                        (engine, batch) -> batch.put(
                                Table.ACCOUNT,
                                Keys.annotation(JUNK, 0, "/comment"),
                                row(engine, Table.ACCOUNT, Keys.annotation(INBOX, 0, "/comment"))),
                        ANNOTATION_STRAY),
                new Case("access key damaged", damage(Table.ACCOUNT, Keys.accessKey(INBOX)), Damage.ACCESS_KEY),
                new Case(
                        "access key of no mailbox",
                        (engine, batch) -> batch.put(
                                Table.ACCOUNT, Keys.accessKey(JUNK), row(engine, Table.ACCOUNT, Keys.accessKey(INBOX))),
                        Damage.ACCESS_KEY),
                new Case("place gone", delete(Table.ACCOUNT, Keys.place(1, INBOX, 1)), PLACE_MISSING),
                new Case("place damaged", damage(Table.ACCOUNT, Keys.place(1, INBOX, 1)), PLACE_DAMAGED),
                new Case("stray place", put(Table.ACCOUNT, Keys.place(1, INBOX, 77), MARK), PLACE_STRAY),
                new Case(
                        "message gone",
                        delete(Table.MESSAGE, Keys.message(2)),
                        EnumSet.of(MESSAGE_DAMAGED),
                        EnumSet.of(MESSAGE_DAMAGED),
                        (alice, _) -> damaged(alice, "INBOX", 2)),
                new Case(
                        "message damaged",
                        damage(Table.MESSAGE, Keys.message(1)),
                        EnumSet.of(MESSAGE_DAMAGED),
                        EnumSet.of(MESSAGE_DAMAGED),
                        (alice, _) -> {
                            damaged(alice, "INBOX", 1);
                            damaged(alice, "Work", 1);
                        }),
                new Case(
                        "message in no mailbox",
                        (engine, batch) ->
                                batch.put(Table.MESSAGE, Keys.message(9), row(engine, Table.MESSAGE, Keys.message(2))),
                        EnumSet.of(MESSAGE_NOWHERE, ACCOUNT_ROW),
                        EnumSet.of(MESSAGE_NOWHERE, ACCOUNT_ROW),
                        (alice, _) -> {
                            alice.put("Recovered", new Contents.Box(0, 1, new TreeMap<>()));
                            add(alice, "Recovered", alice.get("INBOX").letters().get(2L));
                        }),
                new Case(
                        "chunk gone",
                        delete(Table.CHUNK, Keys.chunk(1, 1)),
                        EnumSet.of(BODY_DAMAGED),
                        EnumSet.of(BODY_DAMAGED),
                        (alice, _) -> {
                            damaged(alice, "INBOX", 1);
                            damaged(alice, "Work", 1);
                        }),
                new Case(
                        "chunk damaged",
                        damage(Table.CHUNK, Keys.chunk(1, 1)),
                        EnumSet.of(BODY_DAMAGED),
                        EnumSet.of(BODY_DAMAGED),
                        (alice, _) -> {
                            damaged(alice, "INBOX", 1);
                            damaged(alice, "Work", 1);
                        }),
                new Case(
                        "blob nobody's",
                        (engine, batch) ->
                                batch.put(Table.CHUNK, Keys.chunk(99, 0), row(engine, Table.CHUNK, Keys.chunk(1, 0))),
                        BLOB_NOBODYS),
                new Case(
                        "blob longer than its message",
                        (engine, batch) ->
                                batch.put(Table.CHUNK, Keys.chunk(1, 4), row(engine, Table.CHUNK, Keys.chunk(1, 0))),
                        BLOB_TOO_LONG),
                new Case(
                        "reference to a blob gone",
                        delete(Table.ACCOUNT, Keys.blobRef(1, 1, 1)),
                        EnumSet.of(BLOB_REF_MISSING, BLOB_NOBODYS),
                        EnumSet.of(BLOB_REF_MISSING, BLOB_NOBODYS),
                        (_, _) -> {}),
                new Case("reference of nobody", put(Table.ACCOUNT, Keys.blobRef(1, 1, 55), MARK), BLOB_REF_STRAY),
                new Case("blob numbers damaged", damage(Table.ACCOUNT, Keys.blobIds()), BLOB_NUMBERS),
                new Case("blob numbers gone", delete(Table.ACCOUNT, Keys.blobIds()), BLOB_NUMBERS),
                new Case("candidate damaged", put(Table.ACCOUNT, Keys.lostBlob(1), new byte[] {1}), CANDIDATE),
                new Case("log entry gone, behind a snapshot", delete(Table.ACCOUNT, Keys.logEntry(2)), LOG_ENTRY),
                new Case("log entry damaged, behind a snapshot", damage(Table.ACCOUNT, Keys.logEntry(2)), LOG_ENTRY),
                new Case(
                        "log entry damaged, flags in it",
                        (engine, batch) -> damage(Table.ACCOUNT, Keys.logEntry(last(engine) - 1))
                                .into(engine, batch),
                        EnumSet.of(LOG_ENTRY),
                        EnumSet.of(LOG_ENTRY, FLAGS_LOST),
                        (alice, open) -> flags(alice, "INBOX", 4, open)),
                new Case(
                        "log entry damaged, a message in it",
                        (engine, batch) -> damage(Table.ACCOUNT, Keys.logEntry(last(engine)))
                                .into(engine, batch),
                        EnumSet.of(LOG_ENTRY),
                        EnumSet.of(LOG_ENTRY, FLAGS_LOST),
                        (alice, open) -> flags(alice, "INBOX", 5, open)),
                new Case("snapshot damaged", damage(Table.ACCOUNT, Keys.snapshot(INBOX)), SNAPSHOT),
                new Case(
                        "snapshot damaged, and the log gone",
                        (engine, batch) -> {
                            damage(Table.ACCOUNT, Keys.snapshot(INBOX)).into(engine, batch);
                            batch.delete(Table.ACCOUNT, Keys.logEntry(1));
                        },
                        EnumSet.of(SNAPSHOT, LOG_ENTRY),
                        EnumSet.of(SNAPSHOT, LOG_ENTRY, FLAGS_LOST),
                        (alice, open) -> {
                            flags(alice, "INBOX", 1, open);
                            flags(alice, "INBOX", 4, open);
                            flags(alice, "INBOX", 5, open);
                        }),
                new Case("mailbox row damaged", damage(Table.ACCOUNT, Keys.mailbox(WORK)), MAILBOX_ROW),
                new Case("mailbox row gone", delete(Table.ACCOUNT, Keys.mailbox(WORK)), MAILBOX_ROW),
                new Case("row of INBOX damaged", damage(Table.ACCOUNT, Keys.mailbox(INBOX)), MAILBOX_ROW),
                new Case("account's counters damaged", damage(Table.ACCOUNT, Keys.account()), ACCOUNT_ROW),
                new Case("account's counters gone", delete(Table.ACCOUNT, Keys.account()), ACCOUNT_ROW),
                new Case(
                        "account's counters of before",
                        (engine, batch) -> {
                            var counters = AccountState.Counters.ofBytes(row(engine, Table.ACCOUNT, Keys.account()));
                            var old = new AccountState.Counters(
                                    counters.modSeq(), 2, 2, 1, counters.snapshotModSeq(), 0, counters.log());
                            batch.put(Table.ACCOUNT, Keys.account(), old.toBytes());
                        },
                        ACCOUNT_ROW),
                new Case(
                        "mark of a deleted message gone",
                        (engine, batch) -> batch.delete(Table.ACCOUNT, mark(engine)),
                        DELETION),
                new Case(
                        "mark of a deleted message damaged",
                        (engine, batch) -> batch.put(Table.ACCOUNT, mark(engine), new byte[] {3}),
                        Damage.MARK),
                new Case(
                        "deleted message gone",
                        delete(Table.ACCOUNT, Keys.place(3, INBOX, 3)),
                        EnumSet.of(DELETION_STRAY, MESSAGE_NOWHERE),
                        EnumSet.of(DELETION_STRAY, MESSAGE_NOWHERE),
                        (alice, _) -> {
                            alice.put("Recovered", new Contents.Box(0, 1, new TreeMap<>()));
                            var text = "Subject: three\r\n\r\ngone soon";
                            add(alice, "Recovered", new Contents.Letter(text, TestStore.DATE, Set.of()));
                        }),
                new Case(
                        "deleted message with a placement",
                        (engine, batch) -> batch.put(
                                Table.ACCOUNT,
                                Keys.placement(INBOX, 3),
                                new Placement(3, 3, 7, TestStore.DATE, TestStore.DATE, 1).toBytes()),
                        PLACEMENT_UNKNOWN),
                new Case(
                        "message that is there marked as deleted",
                        (engine, batch) -> batch.put(
                                Table.ACCOUNT,
                                Keys.place(2, INBOX, 2),
                                row(engine, Table.ACCOUNT, Keys.place(3, INBOX, 3))),
                        PLACE_DAMAGED),
                new Case("deleted message damaged", damage(Table.ACCOUNT, Keys.place(3, INBOX, 3)), DELETED_PLACE),
                new Case("deleted mailbox gone", delete(Table.ACCOUNT, Keys.deletedMailbox(JUNK)), DELETION_STRAY),
                new Case("deleted mailbox damaged", damage(Table.ACCOUNT, Keys.deletedMailbox(JUNK)), DELETED_MAILBOX),
                new Case(
                        "marks of deletions gone",
                        (engine, batch) -> batch.deletePrefix(Table.ACCOUNT, Keys.deletions()),
                        DELETION),
                new Case("subscription damaged", damage(Table.ACCOUNT, Keys.subscription("INBOX")), Damage.MARK));
    }

    private static void run(Case planted, boolean open) {
        try (var store = new DamagedStore()) {
            assertEquals(List.of(), store.check());
            var alice = Contents.of(store.store(), ALICE);
            var bob = Contents.of(store.store(), BOB);
            plant(store, planted, open);
            var kinds = open ? planted.kinds() : planted.cold();
            assertEquals(kinds, kinds(store.check()), () -> planted.name() + ": " + store.check());
            var repaired = store.repair();
            // Mending one thing may be all that another one needed.
            assertTrue(kinds.containsAll(kinds(repaired)), () -> planted.name() + ": " + repaired);
            repaired.forEach(finding -> assertEquals(finding.damage().fate() == Fate.MENDED, finding.repaired()));
            assertLeft(store, kinds);
            assertEquals(
                    expected(alice, planted, open),
                    comparable(Contents.of(store.store(), ALICE).mailboxes()));
            assertEquals(bob, Contents.of(store.store(), BOB));
            store.store().store().sweep();
            store.reopen();
            assertLeft(store, kinds);
            assertEquals(
                    expected(alice, planted, open),
                    comparable(Contents.of(store.store(), ALICE).mailboxes()));
        }
    }

    private static void plant(DamagedStore store, Case planted, boolean open) {
        Function<MemoryEngine, Batch> damage = engine -> {
            var batch = Batch.in(ONE);
            planted.plant().into(engine, batch);
            return batch.build();
        };
        if (open) {
            store.store().open(ALICE).close(); // in memory from now on
            store.plant(damage);
        } else {
            store.plantStopped(damage);
        }
    }

    /// A second check finds what can't be mended, and nothing else.
    private static void assertLeft(DamagedStore store, Set<Damage> kinds) {
        var left = EnumSet.noneOf(Damage.class);
        kinds.stream().filter(kind -> kind.fate() == Fate.LEFT).forEach(left::add);
        assertEquals(left, kinds(store.check()), () -> "second check: " + store.check());
    }

    private static Set<Damage> kinds(List<Finding> findings) {
        return findings.stream()
                .map(Finding::damage)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Damage.class)));
    }

    // ---- what is to be planted

    private static byte[] row(Engine engine, Table table, byte[] key) {
        return engine.get(ONE, table, key).orElseThrow();
    }

    private static long last(Engine engine) {
        return AccountState.Counters.ofBytes(row(engine, Table.ACCOUNT, Keys.account()))
                .modSeq();
    }

    private static byte[] mark(Engine engine) {
        return engine.all(ONE, Table.ACCOUNT, Range.prefix(Keys.deletions()))
                .getFirst()
                .key();
    }

    private static Plant delete(Table table, byte[] key) {
        return (_, batch) -> batch.delete(table, key);
    }

    private static Plant put(Table table, byte[] key, byte[] value) {
        return (_, batch) -> batch.put(table, key, value);
    }

    private static Plant damage(Table table, byte[] key) {
        return (engine, batch) -> {
            byte[] row = row(engine, table, key).clone();
            row[row.length / 2] ^= 4;
            batch.put(table, key, row);
        };
    }

    // ---- what is to be there

    private static Map<String, Contents.Box> expected(Contents was, Case planted, boolean open) {
        var mailboxes = new HashMap<String, Contents.Box>();
        was.mailboxes()
                .forEach((name, box) -> mailboxes.put(
                        name, new Contents.Box(box.uidValidity(), box.uidNext(), new TreeMap<>(box.letters()))));
        planted.after().change(mailboxes, open);
        return comparable(mailboxes);
    }

    /// When a message was put into Recovered, and its UIDVALIDITY, are those of the repair.
    private static Map<String, Contents.Box> comparable(Map<String, Contents.Box> mailboxes) {
        var comparable = new TreeMap<>(mailboxes);
        comparable.computeIfPresent("Recovered", (_, box) -> {
            var letters = new TreeMap<Long, Contents.Letter>();
            box.letters()
                    .forEach((uid, letter) ->
                            letters.put(uid, new Contents.Letter(letter.text(), TestStore.DATE, letter.flags())));
            return new Contents.Box(0, box.uidNext(), letters);
        });
        return comparable;
    }

    /// With a new UID, and no flags.
    private static void add(Map<String, Contents.Box> mailboxes, String name, Contents.Letter letter) {
        mailboxes.computeIfPresent(name, (_, box) -> {
            box.letters().put(box.uidNext(), new Contents.Letter(letter.text(), letter.date(), Set.of()));
            return new Contents.Box(box.uidValidity(), box.uidNext() + 1, box.letters());
        });
    }

    private static void damaged(Map<String, Contents.Box> mailboxes, String name, long uid) {
        mailboxes
                .get(name)
                .letters()
                .computeIfPresent(
                        uid, (_, letter) -> new Contents.Letter(Contents.DAMAGED, letter.date(), letter.flags()));
    }

    /// An open store knows the flags, a closed one has lost them.
    private static void flags(Map<String, Contents.Box> mailboxes, String name, long uid, boolean open) {
        mailboxes
                .get(name)
                .letters()
                .computeIfPresent(
                        uid,
                        (_, letter) ->
                                new Contents.Letter(letter.text(), letter.date(), open ? letter.flags() : Set.of()));
    }
}
