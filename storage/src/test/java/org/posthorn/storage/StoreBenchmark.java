package org.posthorn.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.posthorn.common.config.Storage;
import org.posthorn.storage.directory.QuickPasswords;
import org.posthorn.storage.engine.RocksEngine;
import org.posthorn.storage.engine.StoreMemory;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.StoredMessage;

/// What the store does in a second, on a real disk, each change synced before it returns. Run it with a regular
/// expression of names; Maven writes the class path:
///
///     mvn -B -q -pl storage -am -DskipTests test-compile dependency:build-classpath \
///         -DincludeScope=test -Dmdep.outputFile=target/cp
///     java -cp storage/target/test-classes:storage/target/classes:$(cat storage/target/cp) \
///         org.posthorn.storage.StoreBenchmark 'append|flag|open|range'
///
/// `append` takes 1 to 64 writers at once as virtual threads, as sessions are; an operation is one message of 4 KiB.
/// Figures are in dist/BENCHMARKS.md.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx512m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
public class StoreBenchmark {
    private static final String ALICE = "alice@example.org";
    private static final int MESSAGES = 100_000;
    private static final int AT_ONCE = 256;

    public static void main(String[] names) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(names.length > 0 ? names[0] : "StoreBenchmark")
                        .build())
                .run();
    }

    /// A store with an account.
    @State(Scope.Benchmark)
    public static class Empty {
        private Path folder;
        private RocksEngine engine;
        private TestStore store;
        private Account alice;

        @Setup
        public void open() throws Exception {
            folder = Files.createTempDirectory("bench");
            engine = new RocksEngine(folder, StoreMemory.of(OptionalLong.empty()));
            var settings = new MailStore.Settings(folder, TestStore.LIMIT, Storage.DEFAULTS, Clock.systemUTC());
            store = new TestStore(new MailStore(settings, () -> {}, engine, QuickPasswords.with(settings.clock())));
            store.add(ALICE);
            alice = store.open(ALICE);
        }

        /// Without the check that a test's store ends with: it would read all of it.
        @TearDown
        public void close() throws IOException {
            alice.close();
            store.store().close();
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /// Writers that append until an iteration has had enough of them.
    @State(Scope.Benchmark)
    public static class Writers {
        @Param({"1", "8", "32", "64"})
        public int writers;
    }

    /// 100,000 messages in a mailbox, and one of 50 MiB.
    @State(Scope.Benchmark)
    public static class Filled {
        private final Empty in = new Empty();
        private final AtomicLong uid = new AtomicLong();
        private final Random random = new Random(1);
        private MailboxId big;
        private StoredMessage large;

        @Setup
        public void fill() throws Exception {
            in.open();
            var inbox = TestStore.inbox(in.alice);
            for (int i = 0; i < 1_000; i++) {
                TestStore.append(in.alice, inbox, mail());
            }
            big = in.alice.create(MailboxName.of("big"), Set.of()).id();
            for (int i = 0; i < MESSAGES / 1_000; i++) {
                in.alice.copy(inbox, Uids.range(1, 1_000), big);
            }
            byte[] piece = new byte[1 << 20];
            try (var incoming = in.alice.receive()) {
                incoming.write(ByteBuffer.wrap(TestStore.message("large", "")));
                for (int i = 0; i < 49; i++) {
                    random.nextBytes(piece);
                    incoming.write(ByteBuffer.wrap(piece));
                }
                incoming.finish();
                var uids = in.alice
                        .append(inbox, List.of(new Account.Append(incoming, Set.of(), TestStore.DATE)))
                        .uids();
                large = TestStore.stored(in.alice, inbox, uids.first());
            }
        }

        @TearDown
        public void close() throws IOException {
            in.close();
        }
    }

    private static byte[] mail() {
        byte[] body = new byte[3_900];
        new Random(1).nextBytes(body);
        return TestStore.message("bench", new String(body, StandardCharsets.ISO_8859_1));
    }

    @Benchmark
    @OperationsPerInvocation(AT_ONCE)
    public int append(Empty in, Writers writers) throws InterruptedException {
        byte[] mail = mail();
        var left = new AtomicInteger(AT_ONCE);
        var threads = new Thread[writers.writers];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofVirtual().start(() -> {
                while (left.getAndDecrement() > 0) {
                    TestStore.append(in.alice, TestStore.inbox(in.alice), mail);
                }
            });
        }
        for (var thread : threads) {
            thread.join();
        }
        return threads.length;
    }

    /// One flag of one message.
    @Benchmark
    public Uids flagOfOne(Filled filled) {
        long uid = 1 + filled.uid.getAndIncrement() % MESSAGES;
        var kind = filled.uid.get() / MESSAGES % 2 == 0 ? FlagChange.Kind.ADD : FlagChange.Kind.REMOVE;
        return filled.in
                .alice
                .store(filled.big, Uids.of(uid), new FlagChange(kind, Set.of(Flag.SEEN)))
                .changed();
    }

    /// One flag of 100,000 messages.
    @Benchmark
    public Uids flagOfAll(Filled filled) {
        var kind = filled.uid.getAndIncrement() % 2 == 0 ? FlagChange.Kind.ADD : FlagChange.Kind.REMOVE;
        return filled.in
                .alice
                .store(filled.big, Uids.range(1, MESSAGES), new FlagChange(kind, Set.of(Flag.FLAGGED)))
                .changed();
    }

    /// Loads the account with its mailbox of 100,000 as after a start.
    @Benchmark
    public Object open(Filled filled) {
        return new AccountLoader(filled.in.engine, filled.in.alice.id()).load();
    }

    /// 4 KiB somewhere in a message of 49 MiB.
    @Benchmark
    public long range(Filled filled) {
        var read = new long[1];
        long at = filled.random.nextLong(filled.large.size() - 4_096);
        filled.in.alice.read(filled.large, at, 4_096, chunk -> read[0] += chunk.remaining());
        return read[0];
    }
}
