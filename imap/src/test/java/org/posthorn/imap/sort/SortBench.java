package org.posthorn.imap.sort;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.posthorn.imap.fetch.Written;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.LiteralSource;
import org.posthorn.imap.search.SearchEvaluator;
import org.posthorn.imap.search.SearchKeys;
import org.posthorn.imap.search.Shelf;
import org.posthorn.imap.thread.ThreadAlgorithm;
import org.posthorn.imap.thread.Threader;

/// SORT, THREAD and SEARCH in 100,000 messages of conversations, on a virtual thread as a session runs them:
/// the first time and the median of nine, and what was allocated. Run with the test class path of the module:
///
///     java -Xmx512m -cp … org.posthorn.imap.sort.SortBench FOLDER
final class SortBench {
    private static final int MESSAGES = 100_000;
    private static final int GROUP = 500;
    private static final int RUNS = 9;
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final List<String> SORTS = List.of(
            "(REVERSE DATE)", "(ARRIVAL)", "(SIZE)", "(SUBJECT)", "(FROM)", "(DISPLAYFROM)", "(SUBJECT REVERSE DATE)");
    private static final List<String> SEARCHES = List.of(
            "SUBJECT \"matter 77\"", "FROM person.12", "TO bob", "HEADER X-Mailer tool", "SENTSINCE 1-Jan-2021");

    private final Shelf shelf;

    private SortBench(Shelf shelf) {
        this.shelf = shelf;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "bench");
        try (var shelf = new Shelf(folder)) {
            fill(shelf);
        }
        try (var shelf = Shelf.reopen(folder);
                var session = Executors.newVirtualThreadPerTaskExecutor()) {
            var bench = new SortBench(shelf);
            for (String criteria : SORTS) {
                session.submit(() -> bench.measure("SORT " + criteria, () -> bench.sort(criteria)))
                        .get();
            }
            for (var algorithm : ThreadAlgorithm.values()) {
                session.submit(() -> bench.measure("THREAD " + algorithm, () -> bench.thread(algorithm)))
                        .get();
            }
            for (String keys : SEARCHES) {
                session.submit(() -> bench.measure("SEARCH " + keys, () -> bench.search(keys)))
                        .get();
            }
        }
    }

    private static void fill(Shelf shelf) {
        var random = new Random(1);
        for (int first = 0; first < MESSAGES; first += GROUP) {
            var mails = new ArrayList<byte[]>();
            var dates = new ArrayList<Instant>();
            for (int i = first; i < first + GROUP; i++) {
                dates.add(START.plus(Duration.ofMinutes(i)));
                mails.add(mail(i, dates.getLast().minusSeconds(random.nextInt(7_200)), random));
            }
            shelf.add(mails, dates);
        }
    }

    /// A reply to one of the two hundred messages before it, two times in three.
    private static byte[] mail(int number, Instant date, Random random) {
        boolean reply = number > 0 && random.nextInt(3) > 0;
        int parent = reply ? Math.max(0, number - 1 - random.nextInt(200)) : number;
        String references = reply
                ? "In-Reply-To: <%1$d.4711@example.net>\nReferences: <%2$d.4711@example.net> <%1$d.4711@example.net>\n"
                        .formatted(parent, parent * 2 / 3)
                : "";
        String head = """
            Received: from mail%1$d.example.net (mail%1$d.example.net [192.0.2.17])
            \tby mx.example.org with ESMTPS id %1$x; %2$s
            Date: %2$s
            From: "Person Number %3$d" <person.%3$d@example.net>
            To: Alice Example <alice@example.org>, bob@example.org
            Subject: %4$sabout the matter %5$d of last week
            Message-ID: <%1$d.4711@example.net>
            %6$sX-Mailer: tool
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8

            """.formatted(
                        number, DATE.format(date), random.nextInt(3_000), reply ? "Re: " : "", parent / 3, references)
                .replace("\n", "\r\n");
        return (head + "some words\r\n".repeat(random.nextInt(300))).getBytes(StandardCharsets.US_ASCII);
    }

    private Void measure(String what, Callable<Integer> command) throws Exception {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var times = new long[RUNS];
        long start = System.nanoTime();
        int count = command.call();
        long first = System.nanoTime() - start;
        long cpu = machine.getProcessCpuTime();
        for (int run = 0; run < RUNS; run++) {
            start = System.nanoTime();
            command.call();
            times[run] = System.nanoTime() - start;
        }
        cpu = machine.getProcessCpuTime() - cpu;
        Arrays.sort(times);
        System.out.printf(
                Locale.ROOT,
                "%-34s %,9d first %7.1f ms, then %7.1f ms, least %7.1f ms, CPU %7.1f ms%n",
                what,
                count,
                first / 1e6,
                times[RUNS / 2] / 1e6,
                times[0] / 1e6,
                cpu / 1e6 / RUNS);
        return null;
    }

    private static ImapParser parser(String text) {
        return new ImapParser(text.getBytes(StandardCharsets.UTF_8), LiteralSource.NONE, Dialect.SEVEN_BIT);
    }

    private int sort(String criteria) throws Exception {
        var all = shelf.state().uids();
        return Sorter.sort(shelf.account(), shelf.inbox(), SortCriteria.parse(parser(criteria)), all)
                .count();
    }

    private int thread(ThreadAlgorithm algorithm) throws Exception {
        var all = shelf.state().uids();
        var out = new Written();
        Threader.thread(shelf.account(), shelf.inbox(), algorithm, all)
                .write(uid -> uid, new ImapEncoder(out, Dialect.SEVEN_BIT));
        return out.toString().length();
    }

    private int search(String keys) throws Exception {
        var evaluator = new SearchEvaluator(shelf.account(), shelf.select(), shelf.state());
        return evaluator.evaluate(SearchKeys.parse(parser(keys)).key()).count();
    }
}
