package org.posthorn.storage.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.Refused;

class BatchTest {
    private static final Scope SCOPE = Scope.account(7);

    /// Writes down what it is told.
    private static final class Told implements Batch.Operations<RuntimeException> {
        final List<String> operations = new ArrayList<>();

        @Override
        public void put(Table table, byte[] key, byte[] value) {
            operations.add(line("put", table, key) + " " + value.length + " " + Arrays.hashCode(value));
        }

        @Override
        public void delete(Table table, byte[] key) {
            operations.add(line("delete", table, key));
        }

        @Override
        public void deletePrefix(Table table, byte[] prefix) {
            operations.add(line("prefix", table, prefix));
        }

        private static String line(String what, Table table, byte[] key) {
            return what + " " + table + " " + HexFormat.of().formatHex(key);
        }
    }

    /// Whatever the sizes, at and around the edges of segments too.
    @Test
    void replaysWhatWasCollected() {
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            var expected = new Told();
            var batch = Batch.in(SCOPE);
            assertTrue(batch.isEmpty());
            for (int i = random.nextInt(300); i >= 0; i--) {
                add(random, batch, expected);
            }
            assertFalse(batch.isEmpty());
            var built = batch.build();
            assertEquals(batch.size(), built.size());
            var told = new Told();
            built.replay(told);
            assertEquals(expected.operations, told.operations, "seed " + seed);
        }
    }

    private static void add(Random random, Batch.Builder batch, Told expected) {
        var table = Table.values()[random.nextInt(Table.values().length)];
        byte[] key = new byte[random.nextInt(20)];
        random.nextBytes(key);
        byte[] whole = new BytesWriter().raw(SCOPE.prefix()).raw(key).toBytes();
        switch (random.nextInt(4)) {
            case 0 -> {
                batch.delete(table, key);
                expected.delete(table, whole);
            }
            case 1 -> {
                batch.deletePrefix(table, key);
                expected.deletePrefix(table, whole);
            }
            default -> {
                byte[] value = new byte[random.nextInt(random.nextInt(8) == 0 ? 600_000 : 2_000)];
                random.nextBytes(value);
                batch.put(table, key, value);
                expected.put(table, whole, value);
            }
        }
    }

    /// What was built stays as it is when the builder goes on.
    @Test
    void builtBatchIsImmutable() {
        var batch = Batch.in(SCOPE).put(Table.ACCOUNT, new byte[] {1}, new byte[] {2});
        var built = batch.build();
        batch.delete(Table.ACCOUNT, new byte[] {3});
        var told = new Told();
        built.replay(told);
        assertEquals(1, told.operations.size());
    }

    @Test
    void tooLargeIsRefused() {
        var batch = Batch.in(SCOPE).put(Table.ACCOUNT, new byte[] {1}, new byte[] {2});
        int size = batch.size();
        var refused =
                assertThrows(Refused.class, () -> batch.put(Table.CHUNK, new byte[] {1}, new byte[Batch.LIMIT - size]));
        assertEquals(Refused.Why.TOO_BIG, refused.why());
        assertEquals(size, batch.size());
    }
}
