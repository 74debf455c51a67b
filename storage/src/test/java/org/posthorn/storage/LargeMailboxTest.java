package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;

/// Size costs neither memory nor time where it must not (P5).
class LargeMailboxTest {
    @TempDir
    Path folder;

    /// 100,000 messages, made by copying. Opening reads bitmaps, not rows: well under the time that 100,000 rows take.
    @Test
    void opensWithoutReadingRows() throws Exception {
        try (var store = TestStore.on(folder)) {
            store.add("alice@example.org");
            try (var alice = store.open("alice@example.org")) {
                fill(alice);
            }
        }
        try (var store = TestStore.on(folder)) {
            long start = System.nanoTime();
            try (var alice = store.open("alice@example.org")) {
                var state = alice.state(TestStore.mailbox(alice, "big"));
                long micros = (System.nanoTime() - start) / 1_000;
                assertEquals(99_000, state.uids().count());
                assertEquals(99_000, state.with(Flag.SEEN).count());
                assertEquals(51_000, state.uids().at(50_000));
                assertTrue(micros < 200_000, micros + " µs");
            }
        }
    }

    private static void fill(Account alice) {
        var inbox = TestStore.inbox(alice);
        for (int i = 0; i < 100; i++) {
            TestStore.append(alice, inbox, TestStore.message("m" + i, ""));
        }
        var big = alice.create(MailboxName.of("big"), Set.of()).id();
        for (int i = 0; i < 100; i++) {
            alice.copy(inbox, Uids.range(1, 100), big);
        }
        for (int i = 0; i < 9; i++) {
            alice.copy(big, Uids.range(1, 10_000), big);
        }
        var change = new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN));
        assertEquals(
                100_000,
                alice.store(big, Uids.range(1, 100_000), change).changed().count());
        alice.expunge(big, Uids.range(50_000, 50_999));
    }

    /// 50 MiB through a bounded buffer, in and out.
    @Test
    void streamsALargeMessage() throws Exception {
        int pieces = 800;
        byte[] piece = new byte[64 << 10];
        try (var store = TestStore.on(folder)) {
            store.add("alice@example.org");
            try (var alice = store.open("alice@example.org")) {
                var sent = MessageDigest.getInstance("SHA-256");
                try (var incoming = alice.receive()) {
                    var random = new Random(1);
                    incoming.write(ByteBuffer.wrap(TestStore.message("large", "")));
                    sent.update(TestStore.message("large", ""));
                    for (int i = 0; i < pieces; i++) {
                        random.nextBytes(piece);
                        sent.update(piece);
                        incoming.write(ByteBuffer.wrap(piece));
                    }
                    incoming.finish();
                    alice.append(
                            TestStore.inbox(alice), List.of(new Account.Append(incoming, Set.of(), TestStore.DATE)));
                }
                var received = MessageDigest.getInstance("SHA-256");
                var largest = new int[1];
                alice.read(TestStore.stored(alice, TestStore.inbox(alice), 1), 0, Long.MAX_VALUE, chunk -> {
                    largest[0] = Math.max(largest[0], chunk.remaining());
                    received.update(chunk);
                });
                assertArrayEquals(sent.digest(), received.digest());
                assertTrue(largest[0] <= 64 << 10);
                alice.expunge(TestStore.inbox(alice), Uids.of(1));
            }
            store.store().sweep();
        }
    }
}
