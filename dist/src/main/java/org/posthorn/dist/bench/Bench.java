package org.posthorn.dist.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/// Runs one load: connects all clients, lets them go at once, and adds up what they saw. A failed operation
/// counts as an error and costs its connection, which is made again; after [#MOST_ERRORS] the load ends.
///
/// One thread calls [#run]; each client has a virtual thread of its own.
public final class Bench {
    private static final int MOST_ERRORS = 100;

    private final Load load;
    private final Optional<ProcessHandle> server;
    private final Traffic traffic = new Traffic();
    private final Workers workers;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong operations = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final AtomicReference<String> firstError = new AtomicReference<>("");
    private final CountDownLatch connected;
    private final CountDownLatch go = new CountDownLatch(1);
    private volatile Optional<IOException> refused = Optional.empty();
    private volatile long end;

    /// @param server whose processor time is reported too
    public Bench(Load load, Optional<ProcessHandle> server) {
        this.load = load;
        this.server = server;
        this.workers = new Workers(load, traffic);
        this.connected = new CountDownLatch(workers.count());
    }

    /// Once only.
    ///
    /// @throws BenchFailed a client could not connect or log in
    public Result run() throws BenchFailed, InterruptedException {
        List<Histogram> histograms = IntStream.range(0, workers.count())
                .mapToObj(_ -> new Histogram())
                .toList();
        long began;
        long clientCpu;
        long serverCpu;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < workers.count(); n++) {
                int number = n;
                threads.execute(() -> client(number, histograms.get(number)));
            }
            connected.await();
            clientCpu = cpu(ProcessHandle.current());
            serverCpu = server.map(Bench::cpu).orElse(0L);
            began = System.nanoTime();
            end = began + load.bounds().time().toNanos();
            go.countDown();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        if (refused.isPresent()) {
            throw new BenchFailed(load.target() + ": " + refused.get().getMessage());
        }
        return result(
                histograms,
                seconds,
                cpu(ProcessHandle.current()) - clientCpu,
                server.map(Bench::cpu).orElse(0L) - serverCpu);
    }

    private Result result(List<Histogram> histograms, double seconds, long clientCpu, long serverCpu) {
        var all = new Histogram();
        histograms.forEach(all::add);
        return new Result(
                load.scenario().name().toLowerCase(Locale.ROOT),
                load.target().toString(),
                load.shape(),
                operations.get(),
                messages.get(),
                seconds,
                new Result.Latency(
                        all.quantile(0.5) / 1_000,
                        all.quantile(0.9) / 1_000,
                        all.quantile(0.99) / 1_000,
                        all.max() / 1_000),
                new Result.Errors(errors.get(), firstError.get()),
                new Result.Octets(traffic.sent().sum(), traffic.received().sum()),
                clientCpu,
                serverCpu,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static long cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
    }

    private void client(int n, Histogram histogram) {
        Optional<Worker> worker = Optional.empty();
        try {
            worker = Optional.of(workers.open(n));
        } catch (IOException e) {
            refused = Optional.of(e);
        } finally {
            connected.countDown();
        }
        try {
            go.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        while (worker.isPresent()) {
            worker = loop(n, worker.get(), histogram);
        }
    }

    /// Operations until the load is over or one fails.
    ///
    /// @return the connection that goes on after an error; empty at the end
    private Optional<Worker> loop(int n, Worker worker, Histogram histogram) {
        try (worker) {
            while (refused.isEmpty() && errors.get() < MOST_ERRORS) {
                long number = numbers.getAndIncrement();
                long begin = System.nanoTime();
                if (number >= load.bounds().operations() || begin - end >= 0) {
                    return Optional.empty();
                }
                long moved = worker.run(number);
                histogram.add(System.nanoTime() - begin);
                operations.incrementAndGet();
                messages.addAndGet(moved);
            }
            return Optional.empty();
        } catch (IOException e) {
            return again(n, e);
        }
    }

    private Optional<Worker> again(int n, IOException failure) {
        IOException why = failure;
        while (true) {
            firstError.compareAndSet("", String.valueOf(why.getMessage()));
            if (errors.incrementAndGet() >= MOST_ERRORS || System.nanoTime() - end >= 0) {
                return Optional.empty();
            }
            try {
                return Optional.of(workers.open(n));
            } catch (IOException e) {
                why = e;
            }
        }
    }
}
