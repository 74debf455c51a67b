package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.directory.QuickPasswords;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.BytesReader;
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

/// What all rows have in common: a checksum, and that those of before there was one are read.
class RowsTest {
    private static final Map<Scope, List<Table>> ROWS =
            Map.of(Scope.DIRECTORY, List.of(Table.DIRECTORY), Scope.account(1), List.of(Table.ACCOUNT, Table.MESSAGE));
    private static final byte[] MARK = {1};
    private static final byte[] MAIL = TestStore.message("one", "x".repeat(100_000));

    @Test
    void everyRowIsSealed() {
        var disk = new FaultyDisk();
        fill(disk);
        var kinds = new HashSet<Character>();
        try (var engine = new MemoryEngine(disk)) {
            eachRow(engine, (table, row) -> {
                if (!Arrays.equals(MARK, row.value())) {
                    assertTrue(row.value()[0] < 0, () -> "no seal: " + table + " " + Arrays.toString(row.key()));
                    new BytesReader(row.value()).version(0x7f);
                    kinds.add((char) row.key()[0]);
                }
            });
        }
        assertTrue(kinds.containsAll(Set.of('A', 'I', 'M', 'P', 'L', 'Z', 'C')), kinds::toString);
    }

    @Test
    void storeFromBeforeThereWereSealsIsReadAndGoesOn() {
        var disk = new FaultyDisk();
        fill(disk);
        try (var engine = new MemoryEngine(disk)) {
            ROWS.forEach((scope, tables) -> tables.forEach(table -> {
                var unsealed = Batch.in(scope);
                engine.scan(scope, table, Range.prefix(Keys.everything()), row -> {
                    unsealed.put(table, row.key(), old(table, row));
                    return true;
                });
                engine.commit(List.of(unsealed.build()), List.of(), () -> {}).await();
            }));
        }
        try (var store = open(disk);
                var alice = store.open("alice@example.org")) {
            var inbox = TestStore.inbox(alice);
            assertArrayEquals(MAIL, TestStore.read(alice, inbox, 1));
            assertEquals(List.of(Flag.SEEN), alice.state(inbox).flagsOf(1));
            assertEquals(3, TestStore.append(alice, inbox, TestStore.message("three", "")));
            alice.expunge(inbox, Uids.of(1));
            store.store().sweep();
        }
    }

    private static void fill(FaultyDisk disk) {
        try (var store = open(disk)) {
            store.add("alice@example.org");
            try (var alice = store.open("alice@example.org")) {
                var inbox = TestStore.inbox(alice);
                TestStore.append(alice, inbox, MAIL);
                TestStore.append(alice, inbox, TestStore.message("two", ""));
                alice.store(inbox, Uids.of(1), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN)));
                alice.rename(MailboxName.of("Trash"), MailboxName.of("Bin"));
            }
        }
    }

    private static byte[] old(Table table, Engine.Entry row) {
        char kind = (char) row.key()[0];
        if (table == Table.ACCOUNT && kind == 'L') {
            return OldRows.logEntryOfVersion1(row);
        }
        return table == Table.ACCOUNT && kind == 'A'
                ? OldRows.countersOfVersion1(row.value())
                : withoutSeal(row.value());
    }

    private static byte[] withoutSeal(byte[] row) {
        if (row[0] >= 0) {
            return row;
        }
        byte[] unsealed = Arrays.copyOf(row, row.length - 4);
        unsealed[0] &= 0x7f;
        return unsealed;
    }

    private static void eachRow(Engine engine, BiConsumer<Table, Engine.Entry> visitor) {
        ROWS.forEach((scope, tables) ->
                tables.forEach(table -> engine.scan(scope, table, Range.prefix(Keys.everything()), row -> {
                    visitor.accept(table, row);
                    return true;
                })));
    }

    private static TestStore open(FaultyDisk disk) {
        var settings =
                new MailStore.Settings(Path.of("none"), TestStore.LIMIT, TestStore.KEEPING_NOTHING, Clock.systemUTC());
        return new TestStore(
                new MailStore(settings, () -> {}, new MemoryEngine(disk), QuickPasswords.with(settings.clock())));
    }
}
