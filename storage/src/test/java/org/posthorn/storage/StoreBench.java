package org.posthorn.storage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;

/// Durable appends of 4 KiB by 1, 8 and 32 writers into one mailbox; then 100,000 messages: flags, opening. Run with
/// the
/// test class path of the module:
///
///     java -cp … org.posthorn.storage.StoreBench FOLDER
final class StoreBench {
    private StoreBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "bench");
        try (var store = TestStore.on(folder)) {
            store.add("alice@example.org");
            for (int writers : new int[] {1, 8, 32, 1, 8, 32}) {
                appends(store, writers);
            }
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
