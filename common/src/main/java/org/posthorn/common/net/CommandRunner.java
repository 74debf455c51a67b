package org.posthorn.common.net;

import java.util.concurrent.atomic.AtomicInteger;

/// A connection's command thread: a virtual thread that lives while there is work, so an idle connection holds no
/// stack. Work is whatever [#work] finds when it runs; a wake-up says that it should look.
///
/// No wake-up is lost: one that arrives while the thread runs makes it look once more before it ends, and it ends by
/// the same compare-and-set that fails if one arrived.
final class CommandRunner implements Runnable {
    private static final int IDLE = 0;
    private static final int RUNNING = 1;
    private static final int LOOK_AGAIN = 2;

    private final AtomicInteger state = new AtomicInteger(IDLE);
    private final String name;
    private final Runnable work;

    /// @param work must not throw
    CommandRunner(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    /// For any thread.
    void wake() {
        if (state.getAndUpdate(was -> was == IDLE ? RUNNING : LOOK_AGAIN) == IDLE) {
            Thread.ofVirtual().name(name).start(this);
        }
    }

    /// Whether a command may be running. For any thread, and only for a moment true.
    boolean running() {
        return state.get() != IDLE;
    }

    @Override
    public void run() {
        do {
            state.set(RUNNING);
            work.run();
        } while (!state.compareAndSet(RUNNING, IDLE));
    }
}
