package org.posthorn.common.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class CommandRunnerTest {

    /// Each producer wakes once per item; an item that is left behind was a lost wake-up.
    @RepeatedTest(5)
    void losesNoWakeUpAndNeverRunsTwiceAtOnce() throws Exception {
        int producers = 4;
        int each = 20_000;
        var queue = new ConcurrentLinkedQueue<Integer>();
        var inside = new AtomicInteger();
        var overlaps = new AtomicInteger();
        var done = new CountDownLatch(producers * each);
        var runner = new CommandRunner("runner", () -> {
            if (inside.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            while (queue.poll() != null) {
                done.countDown();
            }
            inside.decrementAndGet();
        });
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < producers; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                for (int item = 0; item < each; item++) {
                    queue.add(item);
                    runner.wake();
                    if (item % 16 == 0) {
                        // Lets the runner fall idle now and then, which is where a wake-up could be lost.
                        Thread.yield();
                    }
                }
            }));
        }
        for (var thread : threads) {
            assertTrue(thread.join(Duration.ofSeconds(20)));
        }
        assertTrue(done.await(10, TimeUnit.SECONDS), done.getCount() + " items were left behind");
        assertEquals(0, overlaps.get());
    }

    @Test
    void isIdleUntilWoken() throws Exception {
        var running = new CountDownLatch(1);
        var runner = new CommandRunner("runner", running::countDown);
        assertFalse(runner.running());
        runner.wake();
        assertTrue(running.await(10, TimeUnit.SECONDS));
    }
}
