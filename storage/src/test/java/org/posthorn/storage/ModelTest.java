package org.posthorn.storage;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Random operations of several sessions on several mailboxes of two accounts, against mailboxes made of lists. Each
/// session acts on what it was last told while the others change it; the store is closed, loses power, meets a full
/// disk or one that dies in the middle of a change. Counters, quota, UIDs, flags, MODSEQs, bytes,
/// subscriptions and what can be undeleted are the lists' at every comparison, and the store's own check
/// finds nothing at every closing.
///
/// `-Dposthorn.model.seeds=50000` for a longer run, `-Dposthorn.model.seed=4711` for one seed alone.
class ModelTest {
    private static final long SEEDS = Long.getLong("posthorn.model.seeds", 3_000);
    private static final long ONLY = Long.getLong("posthorn.model.seed", -1);

    private record Failure(long seed, Throwable why) {}

    private final AtomicLong next = new AtomicLong();
    private final AtomicReference<Failure> failure = new AtomicReference<>();

    @Test
    void behavesAsListsDo() throws Exception {
        if (ONLY >= 0) {
            new ModelRun(ONLY).run();
            return;
        }
        var workers = new ArrayList<Thread>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            workers.add(Thread.ofPlatform().name("model-" + i).start(this::runSeeds));
        }
        for (var worker : workers) {
            worker.join();
        }
        var failed = failure.get();
        if (failed != null) {
            throw new AssertionError(
                    "seed " + failed.seed() + ", again by -Dposthorn.model.seed=" + failed.seed(), failed.why());
        }
    }

    private void runSeeds() {
        for (long seed = next.getAndIncrement(); seed < SEEDS && failure.get() == null; seed = next.getAndIncrement()) {
            try {
                new ModelRun(seed).run();
            } catch (AssertionError | RuntimeException e) {
                failure.compareAndSet(null, new Failure(seed, e));
            }
        }
    }
}
