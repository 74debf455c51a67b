package org.posthorn.storage.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.Refused;
import org.posthorn.storage.engine.CommitQueue.Commit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Group commit: one platform thread takes every commit that is waiting, writes them to the log as one record with one
/// sync, publishes them in order and keeps their tickets.
///
/// **Idea.** A sync costs about the same for one commit or for a thousand. While one sync runs the next group
/// gathers, so under load the number of syncs stays the disk's while commits grow with the writers, and a
/// lone writer waits for nobody. Callers are virtual threads that park on a [Ticket]; only this thread waits
/// inside native code, so no carrier is ever pinned by a sync. Direct synced writes from 64 virtual threads
/// came to 650 a second and starved every other virtual thread; through one thread, to 23,000.
///
/// **Invariants.**
///
/// 1. *Order.* Commits are written, published and kept in the order in which they were submitted. Callers that need
///    an order among themselves (the changes of one account) submit under a lock of their own.
/// 2. *Published means durable.* `published` runs after the synced write has returned; what it makes visible can't be
///    lost by a crash. No session is ever told a UID that could be given again.
/// 3. *A chain fails as a whole.* A commit that was built on a failed one fails without being written. In one group
///    predecessor and successor share one write, and so their fate; across groups the predecessor's ticket is done
///    before the successor is looked at, because of 1. Who is refused hears of it only when what came before in the
///    group is published: it starts over from there, and would else give out a UID twice.
/// 4. *Failure is contained.* A failed write fails the commits of its group and begins an outage, during which every
///    commit is refused at once and none waits. It ends with [#resume()], which takes its place in the queue: what was
///    submitted before it was drafted on a state that may have changed, and is refused; what comes behind is not.
/// 5. *Bounded, and fair.* What waits is bounded, in all and for each scope; more blocks its submitters. This is the
///    back-pressure that reaches a fast sender through its unread socket, and only the sender: see [CommitQueue].
///
/// The thread takes no lock but the queue's, so a submitter may hold its own while it waits for room.
///
/// **Dropped.** A short delay to gather larger groups: with a sync of 1 ms groups form by themselves, and a lone writer
/// only lost time. One thread per column or account: one log is one order, and more threads only split the groups.
/// Making RocksDB's own batch bytes in Java, to cross into native code once a group and not once a row: 6.5 to 8.6 µs
/// of processor time for the eight rows of an append, and 6.9 to 8.1 with a call each; the time goes to the tables.
final class Committer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Committer.class);

    /// Where groups are written.
    interface Log {
        /// Writes all batches atomically; `sync`: returns when they are on the disk.
        ///
        /// @throws Exception and then nothing of them is visible; whether they are in the log nobody knows
        void write(List<Batch> batches, boolean sync) throws Exception;
    }

    private final Log target;
    private final Recovery recovery;
    private final Thread thread;
    private final CommitQueue queue = new CommitQueue();
    /// While writes fail: why.
    private volatile Optional<Refused> outage = Optional.empty();
    private volatile int recoveries;

    /// @param recovery begins when a write failed
    Committer(Log target, Recovery recovery) {
        this.target = target;
        this.recovery = recovery;
        this.thread = Thread.ofPlatform().name("committer").daemon().start(this::run);
    }

    /// Queues the batches; waits while the queue, or one of their scopes' share of it, is full.
    Ticket submit(List<Batch> batches, boolean sync, List<Ticket> builtOn, Runnable published) {
        var ticket = new Ticket(sync, recoveries);
        outage.ifPresentOrElse(ticket::fail, () -> queue.put(new Commit(batches, sync, builtOn, published, ticket)));
        return ticket;
    }

    /// The outage is over, for all that is submitted from now on.
    void resume() {
        queue.put(Commit.RESUME);
    }

    /// Commits what was submitted, then ends.
    @Override
    public void close() {
        queue.close();
        join(thread);
    }

    /// Waits for the thread's end, whatever happens.
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (var group = queue.take(); !group.isEmpty(); group = queue.take()) {
            commit(group);
        }
    }

    private void commit(List<Commit> group) {
        var sound = new ArrayList<Commit>(group.size());
        var refused = new LinkedHashMap<Ticket, Refused>();
        for (var commit : group) {
            if (commit == Commit.RESUME) {
                recoveries++;
                outage = Optional.empty();
            } else {
                obstacle(commit, refused)
                        .ifPresentOrElse(why -> refused.put(commit.ticket(), why), () -> sound.add(commit));
            }
        }
        if (!sound.isEmpty()) {
            write(sound);
        }
        // Only now: who is refused starts over from what is published, and that must hold all that came before.
        refused.forEach(Ticket::fail);
    }

    private void write(List<Commit> sound) {
        try {
            target.write(
                    sound.stream().flatMap(commit -> commit.batches().stream()).toList(),
                    sound.stream().anyMatch(Commit::sync));
        } catch (Exception | OutOfMemoryError e) {
            var why = tell(e, sound.size());
            outage = Optional.of(why);
            sound.forEach(commit -> commit.ticket().fail(why));
            recovery.begin(this::resume);
            return;
        }
        for (var commit : sound) {
            publish(commit);
            commit.ticket().keep();
        }
    }

    /// @param refused commits of the same group that were not told yet
    private Optional<Refused> obstacle(Commit commit, Map<Ticket, Refused> refused) {
        return outage.or(() -> commit.builtOn().stream()
                .flatMap(ticket ->
                        Optional.ofNullable(refused.get(ticket)).or(() -> ticket.failure(recoveries)).stream())
                .findFirst());
    }

    private static Refused tell(Throwable e, int commits) {
        var line = log.atError().addKeyValue("commits", commits).addKeyValue("why", e.getMessage());
        if (e instanceof Refused refused) {
            line.log("commit failed"); // a full disk needs no stack trace
            return refused;
        }
        line.setCause(e).log("commit failed");
        return new Refused(Refused.Why.UNAVAILABLE, "the server can't write at the moment, try again later");
    }

    private static void publish(Commit commit) {
        try {
            commit.published().run();
        } catch (RuntimeException e) {
            // The change is on the disk whatever its listeners do.
            log.atError().setCause(e).log("publishing a commit failed");
        }
    }
}
