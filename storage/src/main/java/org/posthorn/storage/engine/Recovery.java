package org.posthorn.storage.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings an engine back after a write that failed: opens what is on the disk anew, has the engine's owner load what it
/// holds in memory, and lets the [Committer] take commits again. Tries at once, and then again and again with a pause,
/// on a thread that lives as long as the outage. Thread-safe.
final class Recovery implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    /// What lies under the engine.
    interface Disk {
        /// Opens what is there now. Reads may go on meanwhile, writes don't come.
        ///
        /// @throws Exception it can't be written yet
        void reopen() throws Exception;
    }

    private final Disk disk;
    private final Duration pause;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private Optional<Thread> thread = Optional.empty();
    private Runnable reload = () -> {};
    private boolean closed;

    Recovery(Disk disk, Duration pause) {
        this.disk = disk;
        this.pause = pause;
    }

    /// Runs after each reopening, before the first commit is taken.
    void afterReopening(Runnable load) {
        lock.lock();
        try {
            reload = load;
        } finally {
            lock.unlock();
        }
    }

    /// An outage begins.
    ///
    /// @param resume ends it
    void begin(Runnable resume) {
        lock.lock();
        try {
            if (!closed) {
                thread = Optional.of(
                        Thread.ofPlatform().name("store-recovery").daemon().start(() -> run(resume)));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Gives up, if there is an outage.
    @Override
    public void close() {
        Optional<Thread> running;
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
            running = thread;
        } finally {
            lock.unlock();
        }
        running.ifPresent(Committer::join);
    }

    private void run(Runnable resume) {
        long start = System.nanoTime();
        for (int attempt = 1; isOpen(); attempt++) {
            try {
                disk.reopen();
                reloading().run();
                resume.run();
                log.atInfo()
                        .addKeyValue("attempts", attempt)
                        .addKeyValue("outage", Duration.ofNanos(System.nanoTime() - start))
                        .log("the store writes again");
                return;
            } catch (Exception | OutOfMemoryError e) {
                (attempt == 1 ? log.atWarn() : log.atDebug())
                        .addKeyValue("why", e.getMessage())
                        .log("the store can't write; it will try again");
            }
            pause();
        }
    }

    private Runnable reloading() {
        lock.lock();
        try {
            return reload;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOpen() {
        lock.lock();
        try {
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        lock.lock();
        try {
            if (!closed) {
                closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException _) {
            // Nobody interrupts this thread; a pause cut short is only one more attempt.
        } finally {
            lock.unlock();
        }
    }
}
