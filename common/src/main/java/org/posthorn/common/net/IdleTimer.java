package org.posthorn.common.net;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Notices that the peer has been silent while no command ran. One timer task per connection, which looks at the time
/// of the last sign of life when it is due and waits for the rest: nothing is rescheduled per packet.
final class IdleTimer {
    private final EventLoop loop;
    private final CommandRunner runner;
    private final Runnable silent;
    private volatile long lastHeard = System.nanoTime();
    private volatile Duration timeout;
    private Future<?> armed;

    /// @param silent called on the event loop, again after each further timeout
    IdleTimer(EventLoop loop, CommandRunner runner, Duration timeout, Runnable silent) {
        this.loop = loop;
        this.runner = runner;
        this.timeout = timeout;
        this.silent = silent;
    }

    /// The peer said something, or a command that it had sent is done. For any thread.
    void heard() {
        lastHeard = System.nanoTime();
    }

    Duration timeout() {
        return timeout;
    }

    /// For the command thread.
    void timeout(Duration changed) {
        boolean shorter = changed.compareTo(timeout) < 0;
        timeout = changed;
        if (shorter) {
            loop.execute(this::start);
        }
    }

    boolean due() {
        return left() <= 0;
    }

    /// On the event loop.
    void start() {
        stop();
        armed = loop.schedule(this::look, Math.max(left(), 0), TimeUnit.NANOSECONDS);
    }

    /// On the event loop.
    void stop() {
        if (armed != null) {
            armed.cancel(false);
        }
    }

    private void look() {
        if (runner.running() || due()) {
            if (!runner.running()) {
                silent.run();
            }
            // A running command has its own limits for what it waits for.
            armed = loop.schedule(this::look, timeout.toNanos(), TimeUnit.NANOSECONDS);
        } else {
            start();
        }
    }

    private long left() {
        return timeout.toNanos() - (System.nanoTime() - lastHeard);
    }
}
