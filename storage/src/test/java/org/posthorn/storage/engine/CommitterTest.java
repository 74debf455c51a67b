package org.posthorn.storage.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.Refused;

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

    @Test
    void commitsThatWaitShareOneSync() throws Exception {
        try (var committer = new Committer(log)) {
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

    @Test
    void chunksAloneAreNotSynced() throws Exception {
        try (var committer = new Committer(log)) {
            log.steps.release(3);
            committer.submit(List.of(batch()), false, List.of(), () -> {}).await();
            committer.submit(List.of(batch()), true, List.of(), () -> {}).await();
            assertEquals(List.of(false, true), log.syncs);
        }
    }

    @Test
    void failedWriteFailsItsGroupAndWhatWasBuiltOnIt() throws Exception {
        try (var committer = new Committer(log)) {
            log.full = true;
            var published = new CopyOnWriteArrayList<String>();
            var failing = committer.submit(List.of(batch()), true, List.of(), () -> published.add("failing"));
            log.entered.await();
            var built = committer.submit(List.of(batch()), true, List.of(failing), () -> published.add("built"));
            var builtOnThat = committer.submit(List.of(batch()), true, List.of(built), () -> published.add("far"));
            var other = committer.submit(List.of(batch()), true, List.of(), () -> published.add("other"));
            log.steps.release();
            assertEquals(
                    Refused.Why.DISK_FULL,
                    assertThrows(Refused.class, failing::await).why());
            log.full = false;
            log.steps.release(5);
            assertEquals(
                    Refused.Why.DISK_FULL,
                    assertThrows(Refused.class, built::await).why());
            assertEquals(
                    Refused.Why.DISK_FULL,
                    assertThrows(Refused.class, builtOnThat::await).why());
            other.await();
            assertEquals(List.of("other"), published);
            assertEquals(List.of(1), log.groups);
        }
    }

    @Test
    void failingListenerHarmsNobody() {
        try (var committer = new Committer(log)) {
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
        try (var committer = new Committer(log)) {
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
        var committer = new Committer(log);
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
