package org.posthorn.common.net;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The end of a wait.
record Deadline(long nanos) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /// Waits for a notification of the monitor, which the caller holds.
    ///
    /// @return false when the time is over, or the thread was asked to stop
    boolean await(Object monitor) {
        long left = nanos - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        try {
            // Rounded up: a wait of 0 ms would be one without end.
            monitor.wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
