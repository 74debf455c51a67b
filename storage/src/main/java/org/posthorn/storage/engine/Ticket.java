package org.posthorn.storage.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.posthorn.storage.Refused;

/// The promise of one commit. Thread-safe.
public final class Ticket {
    /// Of nothing: kept from the start.
    public static final Ticket KEPT = new Ticket();

    static {
        KEPT.done.complete(null);
    }

    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Ticket() {}

    /// Waits until the commit is done: on the disk, unless it was one that need not be synced.
    ///
    /// @throws Refused              DISK_FULL: nothing of it was done
    /// @throws UncheckedIOException the disk failed
    public void await() {
        try {
            done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Refused refused) {
                throw refused;
            }
            throw new UncheckedIOException(
                    new IOException("commit failed: " + e.getCause().getMessage(), e.getCause()));
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

    void fail(Throwable why) {
        done.completeExceptionally(why);
    }

    /// Why it failed; only when [#hasFailed()].
    Throwable failure() {
        return done.exceptionNow();
    }
}
