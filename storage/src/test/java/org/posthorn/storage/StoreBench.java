package org.posthorn.storage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;

/// Durable appends of 4 KiB by 1 to 64 writers into one mailbox; a quiet account beside one that floods; then 100,000
/// messages: flags, opening. Run with the test class path of the module:
///
///     java -cp … org.posthorn.storage.StoreBench FOLDER
final class StoreBench {
    private StoreBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "bench");
        try (var store = TestStore.on(folder)) {
            store.add("alice@example.org");
            for (int writers : new int[] {1, 8, 32, 64, 1, 8, 32, 64}) {
                appends(store, writers);
            }
            flooded(store);
            try (var alice = store.open("alice@example.org")) {
                large(alice);
            }
        }
        try (var store = TestStore.on(folder)) {
            long start = System.nanoTime();
            var entry = store.store()
                    .directory()
                    .recipient(EmailAddress.parse("alice@example.org"))
                    .orElseThrow();
            try (var alice = store.store().account(entry.id())) {
                int count = alice.state(TestStore.mailbox(alice, "big")).uids().count();
                tell("open with " + count, start);
            }
        }
    }

    private static void appends(TestStore store, int writers) throws InterruptedException {
        byte[] body = new byte[3_000];
        new Random(1).nextBytes(body);
        byte[] mail = TestStore.message("bench", new String(body, StandardCharsets.ISO_8859_1));
        var count = new AtomicInteger();
        long start = System.nanoTime();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < writers; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try (var alice = store.open("alice@example.org")) {
                    while (System.nanoTime() - start < 3_000_000_000L) {
                        TestStore.append(alice, TestStore.inbox(alice), mail);
                        count.incrementAndGet();
                    }
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        System.out.println(writers + " writers: " + count.get() / 3 + " appends/s");
    }

    /// A quiet account's appends, one after the other, without and with 32 others that bring large messages to one
    /// account as fast as they can.
    private static void flooded(TestStore store) throws InterruptedException {
        store.add("bob@example.org");
        quiet(store, "alone");
        var over = new AtomicBoolean();
        byte[] large = new byte[1 << 20];
        new Random(2).nextBytes(large);
        var flood = new ArrayList<Thread>();
        for (int i = 0; i < 32; i++) {
            flood.add(Thread.ofVirtual().start(() -> {
                try (var alice = store.open("alice@example.org")) {
                    while (!over.get()) {
                        TestStore.append(alice, TestStore.inbox(alice), large);
                    }
                }
            }));
        }
        quiet(store, "in a flood");
        over.set(true);
        for (var thread : flood) {
            thread.join();
        }
    }

    private static void quiet(TestStore store, String how) {
        byte[] mail = TestStore.message("bench", "x".repeat(3_000));
        var micros = new ArrayList<Long>();
        try (var bob = store.open("bob@example.org")) {
            long end = System.nanoTime() + 5_000_000_000L;
            while (System.nanoTime() < end) {
                long start = System.nanoTime();
                TestStore.append(bob, TestStore.inbox(bob), mail);
                micros.add((System.nanoTime() - start) / 1_000);
            }
        }
        micros.sort(null);
        System.out.println("quiet account " + how + ": " + micros.size() / 5 + " appends/s, p50 "
                + micros.get(micros.size() / 2) + " µs, p99 " + micros.get(micros.size() * 99 / 100) + " µs");
    }

    private static void large(Account alice) {
        var inbox = TestStore.inbox(alice);
        var big = alice.create(MailboxName.of("big"), Set.of()).id();
        long start = System.nanoTime();
        alice.copy(inbox, Uids.range(1, 1_000), big);
        for (int i = 0; i < 99; i++) {
            alice.copy(big, Uids.range(1, 1_000), big);
        }
        tell("copy 100,000 in commits of 1,000", start);
        start = System.nanoTime();
        alice.store(big, Uids.range(1, 100_000), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN)));
        tell("store 100,000 flags", start);
        start = System.nanoTime();
        alice.expunge(big, Uids.range(1, 10_000));
        tell("expunge 10,000", start);
    }

    private static void tell(String what, long start) {
        System.out.println(what + ": " + (System.nanoTime() - start) / 1_000 + " µs");
    }
}
