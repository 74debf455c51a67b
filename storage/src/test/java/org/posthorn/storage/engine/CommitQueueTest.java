package org.posthorn.storage.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posthorn.storage.engine.CommitQueue.Commit;

/// Assertions are about who is where in the queue, never about time.
@Timeout(60)
class CommitQueueTest {
    private static final int MIB = 1 << 20;

    private final CommitQueue queue = new CommitQueue();
    private final List<Thread> threads = new ArrayList<>();

    @Test
    void floodOfOneScopeLeavesTheDoorOpenForOthers() throws Exception {
        var flood = IntStream.range(0, 40).mapToObj(_ -> commit(MIB, 1)).toList();
        flood.forEach(this::bring);
        assertTrue(queue.waitingOutside() >= 30, queue.waitingOutside() + " wait outside");
        var quiet = commit(100, 2);
        queue.put(quiet); // returns: nobody takes anything out yet
        var order = drain(41);
        int place = order.indexOf(quiet);
        long before = order.subList(0, place).stream().mapToLong(Commit::size).sum();
        assertTrue(before <= CommitQueue.SHARE_BYTES + MIB, before + " octets before the quiet account's commit");
        // The flood itself keeps its order: a crash leaves a prefix of what was submitted.
        var others = new ArrayList<>(order);
        others.remove(quiet);
        assertEquals(flood, others);
    }

    @Test
    void manySmallCommitsHaveAShareToo() throws Exception {
        for (int i = 0; i < CommitQueue.SHARE_COMMITS; i++) {
            queue.put(commit(10, 1));
        }
        bring(commit(10, 1));
        assertEquals(1, queue.waitingOutside());
        queue.put(commit(10, 2));
        drain(CommitQueue.SHARE_COMMITS + 2);
    }

    @Test
    void commitOfSeveralScopesIsNotOvertakenInAnyOfThem() throws Exception {
        var full = commit(CommitQueue.SHARE_BYTES, 1);
        var both = commit(10, 1, 2);
        var later = commit(10, 2);
        var other = commit(10, 3);
        queue.put(full);
        bring(both);
        bring(later);
        queue.put(other);
        assertEquals(List.of(full, other, both, later), drain(4));
    }

    @Test
    void allTogetherAreBounded() throws Exception {
        int fill = CommitQueue.QUEUE_BYTES / CommitQueue.SHARE_BYTES;
        for (int scope = 1; scope <= fill; scope++) {
            queue.put(commit(CommitQueue.SHARE_BYTES, scope));
        }
        bring(commit(10, 99));
        assertEquals(1, queue.waitingOutside());
        drain(fill + 1);
    }

    /// The bound is on what waits: a move of a million messages gets in, alone.
    @Test
    void oversizedCommitEnters() throws Exception {
        queue.put(commit(2 * CommitQueue.SHARE_BYTES, 1));
        bring(commit(10, 1));
        assertEquals(1, queue.waitingOutside());
        drain(2);
    }

    @Test
    void closingTurnsAwayWhoIsOutside() throws Exception {
        queue.put(commit(CommitQueue.SHARE_BYTES, 1));
        bring(commit(10, 1));
        queue.close();
        for (var thread : threads) {
            thread.join();
        }
        assertEquals(0, queue.waitingOutside());
        assertEquals(1, queue.take().size());
        assertEquals(List.of(), queue.take());
        assertThrows(IllegalStateException.class, () -> queue.put(commit(10, 2)));
    }

    /// Brings it on a thread of its own; returns when it is in the queue or waits outside.
    private void bring(Commit commit) {
        var thread = Thread.ofVirtual().start(() -> {
            try {
                queue.put(commit);
            } catch (IllegalStateException _) {
                // The queue was closed: that is what the test looks at.
            }
        });
        threads.add(thread);
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
    }

    private List<Commit> drain(int count) throws InterruptedException {
        var order = new ArrayList<Commit>();
        while (order.size() < count) {
            order.addAll(queue.take());
        }
        for (var thread : threads) {
            thread.join();
        }
        return order;
    }

    private static Commit commit(int size, int... scopes) {
        var batches = IntStream.of(scopes)
                .mapToObj(scope -> Batch.in(Scope.account(scope))
                        .put(Table.CHUNK, new byte[] {1}, new byte[size])
                        .build())
                .toList();
        return new Commit(batches, true, List.of(), () -> {}, new Ticket(true, 0));
    }
}
