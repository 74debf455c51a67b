package org.posthorn.storage.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posthorn.storage.Refused;

@Timeout(60)
class CommitterTest {
    /// A log whose writes are let through one by one, or fail.
    private static final class SteppedLog implements Committer.Log {
        final Semaphore steps = new Semaphore(0);
        final CountDownLatch entered = new CountDownLatch(1);
        final List<Integer> groups = new CopyOnWriteArrayList<>();
        final List<Boolean> syncs = new CopyOnWriteArrayList<>();
        volatile boolean full;

        @Override
        public void write(List<Batch> batches, boolean sync) {
            entered.countDown();
            steps.acquireUninterruptibly();
            if (full) {
                throw new Refused(Refused.Why.DISK_FULL, "full");
            }
            groups.add(batches.size());
            syncs.add(sync);
        }
    }

    private final SteppedLog log = new SteppedLog();
    private final CountDownLatch mended = new CountDownLatch(1);
    private final Recovery recovery = new Recovery(mended::await, Duration.ofMillis(1));

    @Test
    void commitsThatWaitShareOneSync() throws Exception {
        try (var committer = new Committer(log, recovery)) {
            var first = committer.submit(List.of(batch()), true, List.of(), () -> {});
            log.entered.await();
            var waiting = new ArrayList<Ticket>();
            for (int i = 0; i < 31; i++) {
                waiting.add(committer.submit(List.of(batch()), true, List.of(), () -> {}));
            }
            assertTrue(first.isPending());
            log.steps.release(2);
            first.await();
            waiting.forEach(Ticket::await);
            assertEquals(List.of(1, 31), log.groups);
        }
    }

    /// Who is refused starts over from what is published: heard too early, that lacks what came before, and a UID is
    /// given twice.
    @Test
    void refusalIsToldOnlyWhenWhatCameBeforeIsPublished() throws Exception {
        var failed = new Ticket(true, 0);
        failed.fail(new Refused(Refused.Why.DISK_FULL, "full"));
        try (var committer = new Committer(log, recovery)) {
            committer.submit(List.of(batch()), true, List.of(), () -> {});
            log.entered.await();
            var before = committer.submit(List.of(batch()), true, List.of(), () -> {});
            var refused = committer.submit(List.of(batch()), true, List.of(failed), () -> {});
            var builtOnIt = committer.submit(List.of(batch()), true, List.of(refused), () -> {});
            log.steps.release();
            while (!(log.groups.size() == 1 && log.steps.hasQueuedThreads())) {
                Thread.onSpinWait();
            }
            assertTrue(before.isPending() && refused.isPending() && builtOnIt.isPending());
            log.steps.release();
            before.await();
            assertThrows(Refused.class, refused::await);
            assertThrows(Refused.class, builtOnIt::await);
            assertEquals(List.of(1, 1), log.groups);
        }
    }

    @Test
    void chunksAloneAreNotSynced() throws Exception {
        try (var committer = new Committer(log, recovery)) {
            log.steps.release(3);
            committer.submit(List.of(batch()), false, List.of(), () -> {}).await();
            committer.submit(List.of(batch()), true, List.of(), () -> {}).await();
            assertEquals(List.of(false, true), log.syncs);
        }
    }

    @Test
    void failedWriteFailsItsGroupAndAllUntilTheRecovery() throws Exception {
        try (var committer = new Committer(log, recovery)) {
            log.full = true;
            var published = new CopyOnWriteArrayList<String>();
            var failing = committer.submit(List.of(batch()), true, List.of(), () -> published.add("failing"));
            log.entered.await();
            var built = committer.submit(List.of(batch()), true, List.of(failing), () -> published.add("built"));
            var queued = committer.submit(List.of(batch()), true, List.of(), () -> published.add("queued"));
            log.steps.release();
            for (var ticket : List.of(failing, built, queued)) {
                assertEquals(
                        Refused.Why.DISK_FULL,
                        assertThrows(Refused.class, ticket::await).why());
            }
            log.full = false;
            log.steps.release(9);
            // In an outage nothing waits for anything.
            var during = committer.submit(List.of(batch()), true, List.of(), () -> published.add("during"));
            assertTrue(during.hasFailed());
            mended.countDown();
            untilKept(() -> committer.submit(List.of(batch()), true, List.of(), () -> published.add("after")));
            assertEquals(List.of("after"), published);
            assertEquals(List.of(1), log.groups);
            var onFailed = committer.submit(List.of(batch()), true, List.of(during), () -> {});
            assertThrows(Refused.class, onFailed::await);
        }
    }

    /// What was not synced may have gone with the failed write, though its ticket was kept.
    @Test
    void nothingIsBuiltOnUnsyncedCommitsFromBeforeARecovery() throws Exception {
        try (var committer = new Committer(log, recovery)) {
            log.steps.release(9);
            var synced = committer.submit(List.of(batch()), true, List.of(), () -> {});
            var chunk = committer.submit(List.of(batch()), false, List.of(), () -> {});
            chunk.await();
            committer.submit(List.of(batch()), true, List.of(chunk), () -> {}).await();
            log.full = true;
            assertThrows(Refused.class, committer.submit(List.of(batch()), true, List.of(), () -> {})::await);
            log.full = false;
            mended.countDown();
            untilKept(() -> committer.submit(List.of(batch()), true, List.of(synced), () -> {}));
            var late = committer.submit(List.of(batch()), true, List.of(chunk), () -> {});
            assertEquals(
                    Refused.Why.UNAVAILABLE,
                    assertThrows(Refused.class, late::await).why());
        }
    }

    private static void untilKept(Supplier<Ticket> submit) {
        while (true) {
            try {
                submit.get().await();
                return;
            } catch (Refused _) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void failingListenerHarmsNobody() {
        try (var committer = new Committer(log, recovery)) {
            log.steps.release(2);
            committer
                    .submit(List.of(batch()), true, List.of(), () -> {
                        throw new IllegalStateException("listener");
                    })
                    .await();
            committer.submit(List.of(batch()), true, List.of(), () -> {}).await();
            assertEquals(2, log.groups.size());
        }
    }

    @Test
    void fullQueueHoldsSubmittersBack() throws Exception {
        try (var committer = new Committer(log, recovery)) {
            committer.submit(List.of(batch()), false, List.of(), () -> {});
            log.entered.await();
            var big = Batch.in(Scope.account(1))
                    .put(Table.CHUNK, new byte[] {1}, new byte[CommitQueue.QUEUE_BYTES])
                    .build();
            committer.submit(List.of(big), false, List.of(), () -> {});
            var held = Thread.ofVirtual().start(() -> committer.submit(List.of(batch()), false, List.of(), () -> {}));
            while (held.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            log.steps.release(3);
            held.join();
        }
        assertEquals(List.of(1, 1, 1), log.groups);
    }

    @Test
    void closingCommitsWhatWasSubmitted() {
        var committer = new Committer(log, recovery);
        var ticket = committer.submit(List.of(batch()), true, List.of(), () -> {});
        log.steps.release();
        committer.close();
        assertFalse(ticket.isPending());
        assertThrows(IllegalStateException.class, () -> committer.submit(List.of(batch()), true, List.of(), () -> {}));
    }

    private static Batch batch() {
        return Batch.in(Scope.account(1))
                .put(Table.ACCOUNT, new byte[] {1}, new byte[] {2})
                .build();
    }
}
