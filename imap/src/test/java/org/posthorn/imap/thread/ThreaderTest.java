package org.posthorn.imap.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.common.mime.MimeParser;
import org.posthorn.imap.fetch.Written;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.thread.NaiveThreads.Mail;
import org.posthorn.storage.message.ParsedMessage;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.StoredMessage;

class ThreaderTest {
    private static final Instant START = Instant.parse("2020-02-04T07:30:00Z");

    private static StoredMessage message(String header) {
        byte[] bytes = (header.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.UTF_8);
        var parser = new MimeParser();
        parser.accept(ByteBuffer.wrap(bytes));
        var parsed = ParsedMessage.of(bytes, bytes.length, parser.finish().root(), ByteBuffer.allocate(0));
        byte[] row = parsed.toRow(new byte[0], bytes.length, new StoredMessage.BlobRef(1, 0), 1);
        return StoredMessage.ofBytes(1, row);
    }

    private static void add(Threader threader, Mail mail) {
        var header = new StringBuilder("Date: ")
                .append(mail.sent() / 60 + 10)
                .append(" Feb 2020 07:30:")
                .append(String.format("%02d", mail.sent() % 60))
                .append(" +0000\nSubject: ")
                .append(mail.reply() ? "Re: " : "")
                .append(mail.subject())
                .append('\n');
        mail.id().ifPresent(id -> header.append("Message-ID: <").append(id).append(">\n"));
        if (!mail.refs().isEmpty()) {
            header.append("References:");
            mail.refs().forEach(id -> header.append("\n <").append(id).append('>'));
            header.append('\n');
        }
        add(threader, mail.uid(), START.plusSeconds(mail.arrived()), header.toString());
    }

    private static void add(Threader threader, long uid, Instant arrived, String header) {
        threader.add(new Placement(uid, uid, 100, arrived, arrived, 1), message(header));
    }

    private static String told(Threader threader) throws Exception {
        var written = new Written();
        threader.threaded().write(uid -> uid, new ImapEncoder(written, Dialect.SEVEN_BIT));
        return written.toString();
    }

    /// Mails of `id<ref,ref`, one a minute, of different subjects.
    private static String threads(ThreadAlgorithm algorithm, String mails) throws Exception {
        var threader = new Threader(algorithm, 100);
        int uid = 0;
        for (String mail : mails.split(" ")) {
            var parts = mail.split("<", -1);
            var refs = parts.length < 2 || parts[1].isEmpty() ? List.<String>of() : List.of(parts[1].split(","));
            var id = Optional.of(parts[0] + "@x").filter(it -> !it.startsWith("-"));
            uid++;
            add(
                    threader,
                    new Mail(
                            uid,
                            uid,
                            uid,
                            "s" + uid,
                            false,
                            id,
                            refs.stream().map(it -> it + "@x").toList()));
        }
        return told(threader);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a | (1)",
                "a b<a c<a,b d | (1 2 3)(4)",
                "a b<a c<a d<b | (1 (2 4)(3))",
                "b<a c<a | ((1)(2))", // their parent is missing
                "b<a | (1)",
                "c<a,b | (1)",
                "c<a,b d<a | ((1)(2))", // b is missing in between
                "c<a,b d<a,b a | (3 (1)(2))",
                "c<a,b d<a,b b<a | (3 (1)(2))",
                "d<b c<b b<a e<a | ((3 (1)(2))(4))",
                "a<b b<a | (2 1)", // no loops: the first link stands
                "a<b b<c c<a | (3 2 1)",
                "a<a | (1)",
                "b<a,b a | (1)(2)", // an id that is its own last reference takes its link away
                "a a b<a | (1 3)(2)", // of two with one id the first is meant
                "a<b a b<a | (2)(3 1)",
                "-<a -<a a | (3 (1)(2))", // without a Message-ID
                "b<x,y c<y,x a<x | ((1)(2)(3))",
                "c<a b<x c2<b,c | (1 3)(2)",
                "c<b,a b<a a | (2)(3 1)",
                "d<a,b,c c<x,b e<c | (2 (1)(3))",
            })
    void referencesMakeThreads(String mails, String threads) throws Exception {
        assertEquals(threads, threads(ThreadAlgorithm.REFERENCES, mails));
    }

    @Test
    void inReplyToStandsInForReferences() throws Exception {
        var threader = new Threader(ThreadAlgorithm.REFERENCES, 4);
        add(threader, 1, START, "Message-ID: <\"a\"@x>\nSubject: 1\n");
        add(threader, 2, START, "Message-ID: <b@x>\nIn-Reply-To: your mail <a@x> of <c@x>\nSubject: 2\n");
        add(threader, 3, START, "References: none\nIn-Reply-To: <b@x>\nSubject: 3\n");
        add(threader, 4, START, "References: <A@x>\nIn-Reply-To: <b@x>\nSubject: 4\n"); // ids know case
        assertEquals("(1 2 3)(4)", told(threader));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one,two,Re: one,TWO | (1 3)((2)(4))",
                "Re: one,Re: one | ((1)(2))",
                "Re: one,one | (2 1)",
                "one,Fwd: one,Re: ONE,[list] one | ((1 (2)(3))(4))",
                "Re:,,Re: | (1)(2)(3)", // no subject
            })
    void subjectsJoinThreads(String subjects, String threads) throws Exception {
        var threader = new Threader(ThreadAlgorithm.REFERENCES, 10);
        int uid = 0;
        for (String subject : subjects.split(",", -1)) {
            uid++;
            add(threader, uid, START.plusSeconds(uid), "Subject: " + subject + "\n");
        }
        assertEquals(threads, told(threader));
    }

    @Test
    void refsPutsTheThreadWithTheNewestMessageLast() throws Exception {
        assertEquals("(2)(1 3)", threads(ThreadAlgorithm.REFS, "a b c<a"));
        assertEquals("(2)((1)(3))", threads(ThreadAlgorithm.REFS, "b<a x c<a"));
        assertEquals("(1 3)(2 (4)(5))", threads(ThreadAlgorithm.REFS, "a b c<a d<b e<b"));
        var threader = new Threader(ThreadAlgorithm.REFS, 2);
        add(threader, 1, START.plusSeconds(9), "Subject: one\nDate: 1 Jan 2020 00:00:00 +0000\n");
        add(threader, 2, START, "Subject: Re: one\nDate: 2 Jan 2020 00:00:00 +0000\n");
        assertEquals("(2)(1)", told(threader)); // by arrival, and by no subject
    }

    @Test
    void orderedSubjectHasNoGrandchildren() throws Exception {
        var threader = new Threader(ThreadAlgorithm.ORDEREDSUBJECT, 5);
        add(threader, 1, START, "Subject: b\nDate: 3 Jan 2020 00:00:00 +0000\n");
        add(threader, 2, START, "Subject: a\nDate: 2 Jan 2020 00:00:00 +0000\n");
        add(threader, 3, START, "Subject: Re: B\nDate: 1 Jan 2020 00:00:00 +0000\n");
        add(threader, 4, START, "Subject: Fwd: b\nDate: 4 Jan 2020 00:00:00 +0000\n");
        add(threader, 5, START, "Subject: Re: a\nDate: 4 Jan 2020 00:00:00 +0000\n");
        assertEquals("(3 (1)(4))(2 5)", told(threader));
    }

    /// Random conversations against the RFC's steps taken literally.
    @ParameterizedTest
    @EnumSource
    void threadsAsTheNaiveOneDoes(ThreadAlgorithm algorithm) throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            int count = 1 + random.nextInt(25);
            int ids = 1 + random.nextInt(30);
            int subjects = 1 + random.nextInt(12);
            var threader = new Threader(algorithm, count);
            var mails = new ArrayList<Mail>();
            for (int uid = 1; uid <= count; uid++) {
                var refs = IntStream.range(0, Math.max(0, random.nextInt(7) - 2))
                        .mapToObj(_ -> random.nextInt(ids) + "@x")
                        .toList();
                int subject = random.nextInt(subjects);
                var id = Optional.of(random.nextInt(ids) + "@x").filter(_ -> random.nextInt(8) > 0);
                mails.add(new Mail(
                        uid,
                        random.nextInt(50),
                        uid * 60 + random.nextInt(50),
                        subject == 0 ? "" : (random.nextBoolean() ? "s" : "S") + subject,
                        random.nextBoolean(),
                        id,
                        refs));
                add(threader, mails.getLast());
            }
            assertEquals(
                    NaiveThreads.thread(algorithm, mails),
                    told(threader),
                    "seed " + seed + ", round " + round + ": " + mails);
        }
    }

    /// A conversation as deep as a mailbox is long overflows no stack, whichever way its messages come; nor does one
    /// that is made to have every link looked at take long.
    @Test
    void deepThreadsAreToldToTheirEnd() throws Exception {
        int count = 30_000;
        for (var step : List.of(1, -1)) {
            var threader = new Threader(ThreadAlgorithm.REFERENCES, count);
            for (int i = 0; i < count; i++) {
                int number = step > 0 ? i : count - 1 - i;
                add(
                        threader,
                        new Mail(
                                i + 1,
                                0,
                                0,
                                "",
                                false,
                                Optional.of(number + "@x"),
                                number == 0 ? List.of() : List.of(number - 1 + "@x")));
            }
            String told = told(threader);
            String expected = IntStream.rangeClosed(1, count)
                    .map(uid -> step > 0 ? uid : count + 1 - uid)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" ", "(", ")"));
            assertTrue(expected.equals(told), () -> told.substring(0, 200));
        }
        var comb = new Threader(ThreadAlgorithm.REFERENCES, count);
        for (int i = 0; i < count; i++) {
            int parent = (i - 1) / 2 * 2;
            add(
                    comb,
                    new Mail(
                            i + 1,
                            0,
                            0,
                            "",
                            false,
                            Optional.of(i + "@x"),
                            i == 0 ? List.of() : List.of(parent + "@x")));
        }
        int depth = 0;
        int deepest = 0;
        for (char c : told(comb).toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            deepest = Math.max(deepest, depth);
        }
        assertEquals(0, depth);
        assertEquals(count / 2, deepest, 1);
    }

    @Test
    void hostileReferencesEnd() throws Exception {
        int count = 400;
        var threader = new Threader(ThreadAlgorithm.REFERENCES, count);
        var random = new Random(1);
        for (int i = 0; i < count; i++) {
            var refs = IntStream.range(0, 3_000)
                    .mapToObj(_ -> random.nextInt(40_000) + "@x")
                    .toList();
            add(threader, new Mail(i + 1, 0, 0, "", false, Optional.of(random.nextInt(40_000) + "@x"), refs));
        }
        String told = told(threader);
        var uids = Arrays.stream(told.split("[() ]+"))
                .filter(it -> !it.isEmpty())
                .sorted()
                .toList();
        assertEquals(
                IntStream.rangeClosed(1, count)
                        .mapToObj(Integer::toString)
                        .sorted()
                        .toList(),
                uids);
    }
}
