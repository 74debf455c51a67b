package org.posthorn.imap.fetch;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import org.posthorn.common.net.Output;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.LiteralSource;
import org.posthorn.imap.search.Shelf;
import org.posthorn.storage.mailbox.Uids;

/// FETCH of all of 100,000 messages of 4 KiB on a virtual thread, as a session runs it, to a client that takes all at
/// once; the median of five, behind two to warm up; and the processor's time, which a busy machine changes less. Run
/// with the test class path of the module:
///
///     java -cp … org.posthorn.imap.fetch.FetchBench FOLDER
final class FetchBench {
    private static final int MESSAGES = 100_000;
    private static final int GROUP = 500;
    private static final int WARM = 2;
    private static final int RUNS = 5;

    private static final List<String> ITEMS = List.of(
            "FLAGS",
            "(UID RFC822.SIZE INTERNALDATE)",
            "ENVELOPE",
            "(UID FLAGS RFC822.SIZE ENVELOPE)",
            "BODYSTRUCTURE",
            "BODY.PEEK[HEADER.FIELDS (Date From Subject)]",
            "BODY.PEEK[HEADER]",
            "BODY.PEEK[]");

    private final Shelf shelf;

    private FetchBench(Shelf shelf) {
        this.shelf = shelf;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "bench");
        try (var shelf = new Shelf(folder);
                var session = Executors.newVirtualThreadPerTaskExecutor()) {
            fill(shelf);
            var bench = new FetchBench(shelf);
            for (String items : ITEMS) {
                session.submit(() -> bench.measure(items)).get();
            }
        }
    }

    private static void fill(Shelf shelf) {
        var date = Instant.parse("2026-11-23T10:00:00Z");
        var random = new Random(1);
        for (int first = 0; first < MESSAGES; first += GROUP) {
            var mails = new ArrayList<byte[]>();
            for (int i = first; i < first + GROUP; i++) {
                mails.add(mail(i, random));
            }
            shelf.add(mails, Collections.nCopies(GROUP, date));
        }
    }

    private static byte[] mail(int number, Random random) {
        var body = new StringBuilder(4_096);
        while (body.length() < 3_500) {
            body.append(Integer.toString(random.nextInt(100_000), 36)).append(random.nextInt(12) == 0 ? "\r\n" : " ");
        }
        String head = """
            Received: from mail%1$d.example.net (mail%1$d.example.net [192.0.2.17])
            \tby mx.example.org with ESMTPS id %1$x; Mon, 23 Nov 2026 10:00:00 +0000
            Date: Mon, 23 Nov 2026 10:00:00 +0000
            From: "Person Number %1$d" <person.%1$d@example.net>
            To: Alice Example <alice@example.org>, bob@example.org
            Cc: "The List" <list@example.org>
            Subject: Report %1$d about the matter of last week
            Message-ID: <%1$d.4711@example.net>
            In-Reply-To: <%2$d.4711@example.net>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            """.formatted(number, number / 2).replace("\n", "\r\n");
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    private Void measure(String items) throws Exception {
        var times = new ArrayList<Long>();
        var out = new Counted();
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = 0;
        for (int run = 0; run < WARM + RUNS; run++) {
            out = new Counted();
            cpu = run == WARM ? machine.getProcessCpuTime() : cpu;
            long start = System.nanoTime();
            fetch(items, out);
            if (run >= WARM) {
                times.add(System.nanoTime() - start);
            }
        }
        Collections.sort(times);
        long median = times.get(RUNS / 2);
        System.out.printf(
                "%-46s %,10d msg/s %,6.2f µs of CPU each %,14d octets%n",
                items,
                MESSAGES * 1_000_000_000L / median,
                (machine.getProcessCpuTime() - cpu) / 1_000.0 / RUNS / MESSAGES,
                out.octets);
        return null;
    }

    private void fetch(String items, Output out) throws Exception {
        var in = new ImapParser(items.getBytes(StandardCharsets.US_ASCII), LiteralSource.NONE, Dialect.SEVEN_BIT);
        var view = shelf.select();
        var encoder = new FetchEncoder(shelf.account(), view, shelf.state(), new ImapEncoder(out, Dialect.SEVEN_BIT));
        encoder.run(FetchItems.parse(in), view.uids(), Uids.NONE);
    }

    /// Copies what is written into a buffer of a burst's size, over and over.
    private static final class Counted implements Output {
        private final byte[] burst = new byte[16_384];
        private int size;
        private long octets;

        private void room(int wanted) {
            octets += wanted;
            if (size + wanted > burst.length) {
                size = 0;
            }
        }

        @Override
        public Output ascii(CharSequence text) {
            int length = Math.min(text.length(), burst.length);
            room(length);
            for (int i = 0; i < length; i++) {
                burst[size++] = (byte) text.charAt(i);
            }
            return this;
        }

        @Override
        public Output utf8(CharSequence text) {
            return bytes(text.toString().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Output number(long value) {
            return ascii(Long.toString(value));
        }

        @Override
        public Output bytes(byte[] bytes) {
            return bytes(bytes, 0, bytes.length);
        }

        @Override
        public Output bytes(byte[] bytes, int offset, int length) {
            for (int done = 0; done < length; ) {
                int part = Math.min(length - done, burst.length);
                room(part);
                System.arraycopy(bytes, offset + done, burst, size, part);
                size += part;
                done += part;
            }
            return this;
        }

        @Override
        public Output bytes(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                int part = Math.min(bytes.remaining(), burst.length);
                room(part);
                bytes.get(burst, size, part);
                size += part;
            }
            return this;
        }

        @Override
        public Output crlf() {
            return ascii("\r\n");
        }

        @Override
        public void flush() {}
    }
}
