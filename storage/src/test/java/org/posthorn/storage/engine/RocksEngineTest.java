package org.posthorn.storage.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksEngineTest extends EngineContract {
    private static final StoreMemory MEMORY = new StoreMemory(32 << 20);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Queue<FaultyDisk.Fault> faults = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    @Override
    Engine open() throws Exception {
        return new RocksEngine(folder, MEMORY, log -> (batches, sync) -> write(log, batches, sync), PAUSE);
    }

    @Override
    void fail(FaultyDisk.Fault... next) {
        Collections.addAll(faults, next);
    }

    private void write(Committer.Log log, List<Batch> batches, boolean sync) throws Exception {
        var fault = faults.isEmpty() ? FaultyDisk.Fault.NONE : faults.remove();
        if (fault == FaultyDisk.Fault.NONE || fault == FaultyDisk.Fault.WRITTEN_ALL_THE_SAME) {
            log.write(batches, sync);
        }
        if (fault != FaultyDisk.Fault.NONE) {
            throw new IOException("injected: " + fault);
        }
    }

    /// Closing a database under reads that are in native code would end the process.
    @Test
    void closingWaitsForReaders() throws Exception {
        var closed = new RocksEngine(Files.createDirectory(folder.resolve("read")), MEMORY);
        var reading = new CountDownLatch(4 * 1_000);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var readers = new ArrayList<Future<?>>();
            for (int i = 0; i < 4; i++) {
                readers.add(threads.submit(() -> {
                    while (true) {
                        closed.get(Scope.account(1), Table.ACCOUNT, new byte[] {1});
                        reading.countDown();
                    }
                }));
            }
            boolean read = reading.await(1, TimeUnit.MINUTES);
            closed.close();
            assertTrue(read);
            for (var reader : readers) {
                var ended = assertThrows(ExecutionException.class, reader::get);
                assertInstanceOf(IllegalStateException.class, ended.getCause());
            }
        }
    }

    /// Reading a closed database in native code would end the process.
    @Test
    void closedEngineIsClosed() throws Exception {
        var closed = new RocksEngine(Files.createDirectory(folder.resolve("other")), MEMORY);
        closed.close();
        assertThrows(IllegalStateException.class, () -> closed.get(Scope.account(1), Table.ACCOUNT, new byte[] {1}));
    }

    /// An option that reaches nothing is worse than none: the engine's use must follow it, for all tables together.
    @Test
    void memoryIsOneBudgetForAllTables() throws Exception {
        for (int mebibytes : new int[] {4, 32}) {
            Path other = Files.createDirectory(folder.resolve(mebibytes + "-MiB"));
            var memory = new StoreMemory(mebibytes << 20);
            try (var engine = new RocksEngine(other, memory)) {
                assertEquals(memory.octets(), engine.memory().limit());
                fill(engine);
            }
            try (var engine = new RocksEngine(other, memory)) {
                for (var table : Table.values()) {
                    engine.all(Scope.account(1), table, Range.prefix(Keys.everything()));
                }
                long used = engine.memory().used();
                assertTrue(used <= memory.octets() + (1 << 20), mebibytes + " MiB set, used " + used);
                assertTrue(used >= memory.octets() / 2, mebibytes + " MiB set, used only " + used);
            }
        }
    }

    private static void fill(Engine engine) {
        var random = new Random(1);
        for (int i = 0; i < 80; i++) {
            var batch = Batch.in(Scope.account(1));
            for (int j = 0; j < 100; j++) {
                byte[] value = new byte[1_000];
                random.nextBytes(value);
                for (var table : List.of(Table.ACCOUNT, Table.MESSAGE, Table.DIRECTORY, Table.CHUNK)) {
                    batch.put(table, Keys.message(i * 100 + j), value);
                }
            }
            engine.commit(List.of(batch.build()), List.of(), () -> {}).await();
        }
    }
}
