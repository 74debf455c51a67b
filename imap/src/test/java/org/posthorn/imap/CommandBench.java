package org.posthorn.imap;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// The commands of a client on 100,000 messages of 4 KiB, over a socket to a server in this process: the first time,
/// the median of five, and how many octets the whole process allocated for each message; the client allocates none.
/// `dist/src/bench/beside_dovecot.py` times the same commands beside another server. Run with the test class path of
/// the module:
///
///     java -Xmx1g -cp … org.posthorn.imap.CommandBench FOLDER
final class CommandBench {
    private static final int MESSAGES = 100_000;
    private static final int PART = 10_000;
    private static final int RUNS = 5;
    private static final String ALICE = "alice@example.org";

    private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int number;

    private CommandBench(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        socket.setSoTimeout(120_000);
    }

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory(Path.of(arguments[0]), "bench");
        try (var server = TestServer.start(folder)) {
            server.addAccount(ALICE);
            var bench = new CommandBench(server.loggedIn(ALICE));
            bench.fill();
            bench.run();
        }
    }

    private void run() throws IOException {
        command("SELECT INBOX");
        for (var what : List.of(
                "SELECT INBOX",
                "FETCH 1:* (FLAGS)",
                "FETCH 1:* (UID FLAGS ENVELOPE INTERNALDATE RFC822.SIZE)",
                "FETCH 1:* (BODYSTRUCTURE)",
                "FETCH 1:* (BODY.PEEK[HEADER.FIELDS (FROM TO CC SUBJECT DATE MESSAGE-ID REFERENCES)])",
                "FETCH 1:* (BODY.PEEK[])",
                "SEARCH SUBJECT 4711",
                "SORT (REVERSE DATE) UTF-8 ALL",
                "SORT (SUBJECT) UTF-8 ALL",
                "THREAD ORDEREDSUBJECT UTF-8 ALL",
                "THREAD REFERENCES UTF-8 ALL")) {
            measure(what, MESSAGES, () -> {});
        }
        measure("STORE 1:* +FLAGS.SILENT (\\Flagged)", MESSAGES, () -> command("STORE 1:* -FLAGS.SILENT (\\Flagged)"));
        command("CREATE copies");
        measure("COPY 1:" + PART + " copies", PART, () -> {});
    }

    private interface Undo {
        void run() throws IOException;
    }

    private void measure(String what, int messages, Undo undo) throws IOException {
        long start = System.nanoTime();
        command(what);
        long first = System.nanoTime() - start;
        undo.run();
        var times = new long[RUNS];
        long allocated = 0;
        for (int run = 0; run < RUNS; run++) {
            long before = threads.getTotalThreadAllocatedBytes();
            start = System.nanoTime();
            command(what);
            times[run] = System.nanoTime() - start;
            allocated += threads.getTotalThreadAllocatedBytes() - before;
            undo.run();
        }
        Arrays.sort(times);
        System.out.printf(
                Locale.ROOT,
                "%-90s first %,8.1f ms, then %,8.1f ms, %,8.0f octets allocated for each%n",
                what,
                first / 1e6,
                times[RUNS / 2] / 1e6,
                (double) allocated / RUNS / messages);
    }

    private void command(String text) throws IOException {
        String tag = "t" + ++number;
        TestServer.say(socket, tag + " " + text);
        await(tag);
    }

    /// Reads up to the line of the tag, which has to say OK, and holds nothing of what comes before.
    private void await(String tag) throws IOException {
        byte[] start = (tag + " OK").getBytes(StandardCharsets.US_ASCII);
        byte[] wrong = (tag + " ").getBytes(StandardCharsets.US_ASCII);
        int kept = 0;
        while (true) {
            int read = in.read(buffer, kept, buffer.length - kept);
            if (read < 0) {
                throw new IOException("the connection ended");
            }
            int end = kept + read;
            // The tagged line is the last one: all of it is at the end of what has come.
            int line = lastLine(end);
            if (buffer[end - 1] == '\n' && startsWith(line, end, wrong)) {
                if (!startsWith(line, end, start)) {
                    throw new IOException(new String(buffer, line, end - line, StandardCharsets.US_ASCII));
                }
                return;
            }
            kept = Math.min(end, 1_024);
            System.arraycopy(buffer, end - kept, buffer, 0, kept);
        }
    }

    private int lastLine(int end) {
        int at = end - 1;
        while (at > 0 && buffer[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    private boolean startsWith(int from, int to, byte[] start) {
        return to - from >= start.length && Arrays.equals(buffer, from, from + start.length, start, 0, start.length);
    }

    /// Pipelined, some hundred at a time.
    private void fill() throws IOException {
        var random = new Random(1);
        for (int i = 0; i < MESSAGES; i++) {
            byte[] mail = mail(i, random);
            TestServer.say(socket, "t" + ++number + " APPEND INBOX {" + mail.length + "+}");
            socket.getOutputStream().write(mail);
            TestServer.say(socket, "");
            if (i % 200 == 199) {
                await("t" + number);
            }
        }
    }

    private static byte[] mail(int number, Random random) {
        var body = new StringBuilder(4_096);
        while (body.length() < 3_300) {
            body.append(Integer.toString(random.nextInt(100_000), 36)).append(random.nextInt(12) == 0 ? "\r\n" : " ");
        }
        int root = number - number % 5;
        String head = """
            Received: from mail%1$d.example.net by mx.example.org with ESMTPS id %1$x; Mon, 23 Nov 2026 10:00:00 +0000
            Date: %4$d Nov 2026 %5$02d:00:00 +0000
            From: "Person Number %1$d" <person.%1$d@example.net>
            To: Alice Example <alice@example.org>, bob@example.org
            Cc: "The List" <list@example.org>
            Subject: %6$sReport %2$d about the matter of last week
            Message-ID: <%1$d.4711@example.net>
            References: <%2$d.4711@example.net> <%3$d.4711@example.net>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8

            """.formatted(
                        number,
                        root,
                        Math.max(0, number - 1),
                        1 + random.nextInt(28),
                        random.nextInt(24),
                        number == root ? "" : "Re: ")
                .replace("\n", "\r\n");
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }
}
