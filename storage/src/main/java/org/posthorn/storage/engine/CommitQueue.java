package org.posthorn.storage.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// What waits for the [Committer], in the order in which it came in: bounded, and fair among scopes. Thread-safe.
///
/// The order of the queue is the order of the log, so fairness can't be had by reordering it: it is had at the door. Of
/// one scope at most [#SHARE_BYTES] and [#SHARE_COMMITS] are inside; who brings more waits outside, in the order of
/// arrival, and holds up nobody but those who bring something of the same scope. So a commit of a quiet account
/// goes in at once, and finds before it one share of each account that floods and not all that they could bring.
///
/// A commit of several scopes needs room in all of them; while it waits it is a place in each one's line, and
/// later ones don't overtake it.
final class CommitQueue {
    static final int QUEUE_BYTES = 64 << 20;
    static final int QUEUE_COMMITS = 8_192;
    static final int SHARE_BYTES = QUEUE_BYTES / 32;
    static final int SHARE_COMMITS = QUEUE_COMMITS / 8;
    /// What one write may hold, so that a flood of chunks does not delay the commits behind it for long.
    private static final int GROUP_BYTES = 8 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Commit> inside = new ArrayDeque<>();
    private final Deque<Waiting> outside = new ArrayDeque<>();
    private final Map<Scope, Share> shares = new HashMap<>();
    private final Share all = new Share();
    private boolean closed;

    /// One submission.
    record Commit(List<Batch> batches, boolean sync, List<Ticket> builtOn, Runnable published, Ticket ticket) {
        /// Not a change: the end of an outage.
        static final Commit RESUME = new Commit(List.of(), false, List.of(), () -> {}, Ticket.KEPT);

        long size() {
            return batches.stream().mapToLong(Batch::size).sum();
        }

        Set<Scope> scopes() {
            return batches.stream().map(Batch::scope).collect(Collectors.toSet());
        }
    }

    /// How much is inside. An oversized commit may enter where nothing is: the bound is on what waits, not on one
    /// batch.
    private static final class Share {
        private long bytes;
        private int commits;

        boolean hasRoom(int maxBytes, int maxCommits) {
            return commits == 0 || bytes < maxBytes && commits < maxCommits;
        }

        void add(long size, int count) {
            bytes += size;
            commits += count;
        }
    }

    /// A submitter at the door.
    private static final class Waiting {
        private final Commit commit;
        private final Condition changed;
        private boolean admitted;

        Waiting(Commit commit, Condition changed) {
            this.commit = commit;
            this.changed = changed;
        }

        void admit() {
            admitted = true;
            changed.signal();
        }
    }

    /// Returns when the commit is in the queue.
    ///
    /// @throws IllegalStateException the queue was closed before that
    void put(Commit commit) {
        lock.lock();
        try {
            if (outside.isEmpty() && !closed && hasRoom(commit)) {
                enter(commit);
                return;
            }
            var waiting = new Waiting(commit, lock.newCondition());
            outside.add(waiting);
            admit();
            while (!waiting.admitted && !closed) {
                waiting.changed.awaitUninterruptibly();
            }
            if (!waiting.admitted) {
                outside.remove(waiting);
                throw new IllegalStateException("the store is closed");
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits for commits and takes those that are to be written together; empty at the end.
    List<Commit> take() {
        lock.lock();
        try {
            while (inside.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
            var group = new ArrayList<Commit>();
            for (long bytes = 0; !inside.isEmpty() && bytes < GROUP_BYTES; ) {
                var commit = inside.remove();
                bytes += commit.size();
                leave(commit);
                group.add(commit);
            }
            admit();
            return group;
        } finally {
            lock.unlock();
        }
    }

    /// What is inside can still be taken.
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signal();
            outside.forEach(waiting -> waiting.changed.signal());
        } finally {
            lock.unlock();
        }
    }

    /// How many wait outside.
    int waitingOutside() {
        lock.lock();
        try {
            return outside.size();
        } finally {
            lock.unlock();
        }
    }

    /// Lets in who has room, in the order of arrival.
    private void admit() {
        var blocked = new HashSet<Scope>();
        for (var each = outside.iterator(); each.hasNext() && !closed && roomForAny(); ) {
            var waiting = each.next();
            var scopes = waiting.commit.scopes();
            if (scopes.stream().noneMatch(blocked::contains) && hasRoom(waiting.commit)) {
                each.remove();
                enter(waiting.commit);
                waiting.admit();
            } else {
                blocked.addAll(scopes);
            }
        }
    }

    private boolean roomForAny() {
        return all.hasRoom(QUEUE_BYTES, QUEUE_COMMITS);
    }

    private boolean hasRoom(Commit commit) {
        return roomForAny()
                && commit.batches().stream()
                        .map(batch -> shares.get(batch.scope()))
                        .allMatch(share -> share == null || share.hasRoom(SHARE_BYTES, SHARE_COMMITS));
    }

    private void enter(Commit commit) {
        for (var batch : commit.batches()) {
            shares.computeIfAbsent(batch.scope(), _ -> new Share()).add(batch.size(), 1);
        }
        all.add(commit.size(), 1);
        inside.add(commit);
        arrived.signal();
    }

    private void leave(Commit commit) {
        for (var batch : commit.batches()) {
            shares.computeIfPresent(batch.scope(), (_, share) -> {
                share.add(-batch.size(), -1);
                return share.commits == 0 ? null : share;
            });
        }
        all.add(-commit.size(), -1);
    }
}
