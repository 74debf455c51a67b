package org.posthorn.storage.engine;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.posthorn.storage.Refused;

/// The promise of one commit. Thread-safe.
public final class Ticket {
    /// Of nothing: kept from the start.
    public static final Ticket KEPT = new Ticket(true, 0);

    static {
        KEPT.done.complete(null);
    }

    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final boolean sync;
    private final int recoveries;

    /// @param recoveries how many the committer had had
    Ticket(boolean sync, int recoveries) {
        this.sync = sync;
        this.recoveries = recoveries;
    }

    /// Waits until the commit is done: on the disk, unless it was one that need not be synced.
    ///
    /// @throws Refused DISK_FULL, UNAVAILABLE: nothing of it can be seen
    public void await() {
        try {
            done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Refused refused ? refused : e;
        }
    }

    public boolean isPending() {
        return !done.isDone();
    }

    public boolean hasFailed() {
        return done.isCompletedExceptionally();
    }

    void keep() {
        done.complete(null);
    }

    void fail(Refused why) {
        done.completeExceptionally(why);
    }

    /// Why nothing can be built on this any more: it failed, or it was never synced and the engine had to recover
    /// since.
    Optional<Refused> failure(int nowRecoveries) {
        if (hasFailed()) {
            return Optional.of((Refused) done.exceptionNow());
        }
        return sync || recoveries == nowRecoveries
                ? Optional.empty()
                : Optional.of(new Refused(Refused.Why.UNAVAILABLE, "the disk failed meanwhile, try again"));
    }
}
