package org.posthorn.storage.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posthorn.storage.Refused;

/// What any engine has to do; each engine has a test that extends this.
@Timeout(120)
abstract class EngineContract {
    private static final Scope ONE = Scope.account(1);
    private static final Scope TWO = Scope.account(2);

    private Engine engine;

    /// Opens the engine on what the last one left.
    abstract Engine open() throws Exception;

    /// The engine's next writes go so.
    abstract void fail(FaultyDisk.Fault... next);

    @BeforeEach
    void begin() throws Exception {
        engine = open();
    }

    @AfterEach
    void end() {
        engine.close();
    }

    @Test
    void rowsAreThereWhenTheirTicketIsKept() throws Exception {
        commit(Batch.in(ONE).put(Table.ACCOUNT, key("a"), key("1")).build());
        assertArrayEquals(key("1"), engine.get(ONE, Table.ACCOUNT, key("a")).orElseThrow());
        assertTrue(engine.get(TWO, Table.ACCOUNT, key("a")).isEmpty());
        assertTrue(engine.get(ONE, Table.MESSAGE, key("a")).isEmpty());
        engine.close();
        engine = open();
        assertArrayEquals(key("1"), engine.get(ONE, Table.ACCOUNT, key("a")).orElseThrow());
    }

    @Test
    void operationsOfABatchApplyInOrder() {
        commit(Batch.in(ONE)
                .put(Table.ACCOUNT, key("pa"), key("1"))
                .put(Table.ACCOUNT, key("pb"), key("2"))
                .put(Table.ACCOUNT, key("q"), key("3"))
                .build());
        commit(Batch.in(ONE)
                .deletePrefix(Table.ACCOUNT, key("p"))
                .put(Table.ACCOUNT, key("pc"), key("4"))
                .delete(Table.ACCOUNT, key("q"))
                .delete(Table.ACCOUNT, key("never"))
                .build());
        assertEquals(List.of("pc"), keys(engine.all(ONE, Table.ACCOUNT, Range.prefix(Keys.everything()))));
    }

    @Test
    void batchesOfSeveralScopesAreOneCommit() {
        engine.commit(
                        List.of(
                                Batch.in(ONE)
                                        .put(Table.ACCOUNT, key("a"), key("1"))
                                        .build(),
                                Batch.in(TWO)
                                        .put(Table.CHUNK, key("a"), new byte[70_000])
                                        .build()),
                        List.of(),
                        () -> {})
                .await();
        assertTrue(engine.get(ONE, Table.ACCOUNT, key("a")).isPresent());
        assertEquals(70_000, engine.get(TWO, Table.CHUNK, key("a")).orElseThrow().length);
    }

    @Test
    void pagesAreInTheOrderOfUnsignedBytesAndStayInTheirScope() {
        var random = new Random(3);
        var expected = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
        for (int i = 0; i < 500; i++) {
            byte[] key = new byte[1 + random.nextInt(4)];
            random.nextBytes(key);
            expected.put(key, key("v" + i));
        }
        for (var scope : List.of(ONE, TWO, Scope.DIRECTORY)) {
            var batch = Batch.in(scope);
            expected.forEach((key, value) -> batch.put(Table.MESSAGE, key, value));
            if (scope != Scope.DIRECTORY) {
                commit(batch.build());
            }
        }
        for (int i = 0; i < 50; i++) {
            byte[] from = expected.keySet().stream()
                    .skip(random.nextInt(400))
                    .findFirst()
                    .orElseThrow();
            byte[] to = expected.keySet().stream()
                    .skip(400 + random.nextInt(50))
                    .findFirst()
                    .orElseThrow();
            int limit = 1 + random.nextInt(7);
            var found = new ArrayList<byte[]>();
            var rest = new Range(from, to);
            while (true) {
                var page = engine.page(TWO, Table.MESSAGE, rest, limit);
                page.entries().forEach(entry -> {
                    assertArrayEquals(expected.get(entry.key()), entry.value());
                    found.add(entry.key());
                });
                if (!page.more()) {
                    break;
                }
                rest = rest.after(page.entries().getLast().key());
            }
            assertEquals(hex(expected.subMap(from, to).keySet()), hex(found));
        }
    }

    @Test
    void lastPagesAreTheSameRowsTheOtherWayRound() {
        for (var scope : List.of(ONE, TWO)) {
            var batch = Batch.in(scope);
            IntStream.range(0, 25).forEach(i -> batch.put(Table.ACCOUNT, key("k%02d".formatted(i)), key("v" + i)));
            commit(batch.put(Table.ACCOUNT, key("j"), key("1"))
                    .put(Table.ACCOUNT, key("l"), key("2"))
                    .build());
        }
        for (var range : List.of(
                Range.prefix(key("k")),
                Range.prefix(Keys.everything()),
                new Range(key("k05"), key("k20")),
                new Range(key("k9"), key("k")),
                Range.prefix(key("m")))) {
            var found = new ArrayList<Engine.Entry>();
            var rest = range;
            while (true) {
                var page = engine.lastPage(TWO, Table.ACCOUNT, rest, 4);
                found.addAll(page.entries());
                if (!page.more()) {
                    break;
                }
                assertEquals(4, page.entries().size());
                rest = new Range(rest.from(), page.entries().getLast().key());
            }
            assertEquals(keys(engine.all(TWO, Table.ACCOUNT, range)), keys(found.reversed()));
            found.forEach(row ->
                    assertArrayEquals(engine.get(TWO, Table.ACCOUNT, row.key()).orElseThrow(), row.value()));
        }
    }

    @Test
    void reclaimingSpaceChangesNoRow() throws Exception {
        for (int i = 0; i < 300; i++) {
            commit(Batch.in(ONE)
                    .put(Table.CHUNK, key("c%03d".formatted(i)), new byte[5_000])
                    .put(Table.ACCOUNT, key("a%03d".formatted(i)), key("v" + i))
                    .build());
        }
        for (int i = 0; i < 250; i++) {
            commit(Batch.in(ONE)
                    .delete(Table.CHUNK, key("c%03d".formatted(i)))
                    .delete(Table.ACCOUNT, key("a%03d".formatted(i)))
                    .build());
        }
        var reclaimed = engine.reclaim();
        commit(Batch.in(ONE).put(Table.ACCOUNT, key("meanwhile"), key("v")).build());
        reclaimed.get(60, TimeUnit.SECONDS);
        engine.close();
        engine = open();
        assertEquals(
                51,
                engine.all(ONE, Table.ACCOUNT, Range.prefix(Keys.everything())).size());
        var chunks = engine.all(ONE, Table.CHUNK, Range.prefix(Keys.everything()));
        assertEquals(50, chunks.size());
        assertEquals("c250", new String(chunks.getFirst().key(), StandardCharsets.US_ASCII));
        assertArrayEquals(new byte[5_000], chunks.getFirst().value());
    }

    @Test
    void manyKeysAreAnsweredInTheirOrder() {
        var batch = Batch.in(ONE);
        IntStream.range(0, 100).forEach(i -> batch.put(Table.ACCOUNT, key("k" + i), key("v" + i)));
        commit(batch.build());
        var asked = List.of(key("k7"), key("none"), key("k99"), key("k0"), key("k7"), key("k55"));
        var found = engine.multiGet(ONE, Table.ACCOUNT, asked).stream()
                .map(value -> value.map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                        .orElse("-"))
                .toList();
        assertEquals(List.of("v7", "-", "v99", "v0", "v7", "v55"), found);
        assertEquals(List.of(), engine.multiGet(ONE, Table.ACCOUNT, List.of()));
    }

    @Test
    void publishesInOrderAndBeforeTheTicketIsKept() {
        var published = new CopyOnWriteArrayList<Integer>();
        var tickets = new ArrayList<Ticket>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            var batch = Batch.in(ONE).put(Table.ACCOUNT, key("k"), key("" + i)).build();
            tickets.add(engine.commit(List.of(batch), List.of(), () -> published.add(number)));
        }
        for (int i = 0; i < tickets.size(); i++) {
            tickets.get(i).await();
            assertTrue(published.size() > i);
            assertEquals(i, published.get(i));
        }
        assertArrayEquals(key("199"), engine.get(ONE, Table.ACCOUNT, key("k")).orElseThrow());
    }

    @Test
    void whatIsPublishedCanBeRead() {
        var seen = new AtomicReference<Boolean>();
        var batch = Batch.in(ONE).put(Table.ACCOUNT, key("k"), key("v")).build();
        engine.commit(
                        List.of(batch),
                        List.of(),
                        () -> seen.set(engine.get(ONE, Table.ACCOUNT, key("k")).isPresent()))
                .await();
        assertTrue(seen.get());
    }

    @Test
    void readsFromVirtualThreadsAnswerToo() throws Exception {
        commit(Batch.in(ONE).put(Table.CHUNK, key("k"), key("v")).build());
        var found = new AtomicReference<Boolean>();
        Thread.ofVirtual()
                .start(() -> found.set(engine.get(ONE, Table.CHUNK, key("k")).isPresent()
                        && engine.page(ONE, Table.CHUNK, Range.prefix(key("k")), 9)
                                        .entries()
                                        .size()
                                == 1))
                .join();
        assertTrue(found.get());
    }

    @Test
    void unsyncedRowsCanBeRead() {
        engine.commitUnsynced(Batch.in(ONE).put(Table.CHUNK, key("c"), key("v")).build(), List.of())
                .await();
        assertTrue(engine.get(ONE, Table.CHUNK, key("c")).isPresent());
        assertFalse(engine.any(ONE, Table.CHUNK, key("d")));
        assertTrue(engine.any(ONE, Table.CHUNK, key("c")));
    }

    @Test
    void failedWriteChangesNothingAndTheEngineRecovers() {
        commit(Batch.in(ONE).put(Table.ACCOUNT, key("before"), key("1")).build());
        for (int i = 0; i < 3; i++) {
            // The second and third time, the first write after the recovery fails too.
            fail(Collections.nCopies(1 + i, FaultyDisk.Fault.NOTHING_WRITTEN).toArray(FaultyDisk.Fault[]::new));
            var lost =
                    Batch.in(ONE).put(Table.ACCOUNT, key("lost" + i), key("1")).build();
            assertEquals(Refused.Why.UNAVAILABLE, refused(lost).why());
            assertTrue(engine.get(ONE, Table.ACCOUNT, key("before")).isPresent(), "reads go on");
            untilKept(
                    Batch.in(ONE).put(Table.ACCOUNT, key("after" + i), key("1")).build());
        }
        assertEquals(
                List.of("after0", "after1", "after2", "before"),
                keys(engine.all(ONE, Table.ACCOUNT, Range.prefix(Keys.everything()))));
    }

    /// The sync failed, and yet all of it is in the log: nobody sees it until the recovery, and then all of it.
    @Test
    void failedWriteMaySurfaceWholeAfterTheRecovery() throws Exception {
        var seen = new AtomicReference<List<String>>(List.of());
        var recovered = new CountDownLatch(1);
        var published = new AtomicBoolean();
        engine.afterRecovery(() -> {
            seen.set(keys(engine.all(ONE, Table.ACCOUNT, Range.prefix(Keys.everything()))));
            var refused = engine.commit(
                    List.of(Batch.in(ONE).put(Table.ACCOUNT, key("c"), key("1")).build()), List.of(), () -> {});
            assertTrue(refused.hasFailed());
            recovered.countDown();
        });
        fail(FaultyDisk.Fault.WRITTEN_ALL_THE_SAME);
        var batch = Batch.in(ONE)
                .put(Table.ACCOUNT, key("a"), key("1"))
                .put(Table.ACCOUNT, key("b"), key("1"))
                .build();
        assertThrows(Refused.class, engine.commit(List.of(batch), List.of(), () -> published.set(true))::await);
        recovered.await();
        assertEquals(List.of("a", "b"), seen.get());
        assertFalse(published.get());
        untilKept(Batch.in(ONE).put(Table.ACCOUNT, key("d"), key("1")).build());
        engine.close();
        engine = open();
        assertEquals(List.of("a", "b", "d"), keys(engine.all(ONE, Table.ACCOUNT, Range.prefix(Keys.everything()))));
    }

    @Test
    void nothingIsBuiltOnWhatWasNotSyncedBeforeARecovery() {
        var chunk = engine.commitUnsynced(
                Batch.in(ONE).put(Table.CHUNK, key("c"), key("v")).build(), List.of());
        chunk.await();
        fail(FaultyDisk.Fault.UNSYNCED_LOST);
        refused(Batch.in(TWO).put(Table.ACCOUNT, key("x"), key("1")).build());
        untilKept(Batch.in(TWO).put(Table.ACCOUNT, key("y"), key("1")).build());
        var user = Batch.in(ONE).put(Table.ACCOUNT, key("user"), key("1")).build();
        assertThrows(Refused.class, engine.commit(List.of(user), List.of(chunk), () -> {})::await);
        assertTrue(engine.get(ONE, Table.ACCOUNT, key("user")).isEmpty());
    }

    private Refused refused(Batch batch) {
        return assertThrows(Refused.class, () -> commit(batch));
    }

    private void untilKept(Batch batch) {
        while (true) {
            try {
                commit(batch);
                return;
            } catch (Refused _) {
                Thread.onSpinWait();
            }
        }
    }

    private void commit(Batch batch) {
        engine.commit(List.of(batch), List.of(), () -> {}).await();
    }

    static byte[] key(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static List<String> keys(List<Engine.Entry> entries) {
        return entries.stream()
                .map(entry -> new String(entry.key(), StandardCharsets.US_ASCII))
                .toList();
    }

    private static List<String> hex(Iterable<byte[]> keys) {
        var text = new ArrayList<String>();
        keys.forEach(key -> text.add(java.util.HexFormat.of().formatHex(key)));
        return text;
    }
}
