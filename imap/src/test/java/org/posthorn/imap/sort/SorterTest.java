package org.posthorn.imap.sort;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.LiteralSource;
import org.posthorn.imap.search.Shelf;
import org.posthorn.imap.search.UnicodeCasemap;
import org.posthorn.storage.DeletedMessage;
import org.posthorn.storage.mailbox.Uids;

class SorterTest {
    private static final Instant START = Instant.parse("2020-02-04T07:30:00Z");

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Shelf shelf;

    @BeforeAll
    static void open() throws Exception {
        shelf = new Shelf(shared);
        shelf.add("""
            From: "Zoe" <bob@example.org>
            To: Undisclosed: ;
            Subject: Re: beta
            Date: Mon, 3 Feb 2020 23:30:00 -0800

            one, of 2020-02-04T07:30Z
            """, START.plusSeconds(50));
        shelf.add("""
            From: =?UTF-8?Q?=C3=84nne?= <zed@example.org>
            To: Bob <bob@example.org>, alice@example.org
            Cc: carol@example.net
            Subject: ALPHA
            Date: Tue, 4 Feb 2020 07:29:59 +0000

            two
            """, START.plusSeconds(40));
        shelf.add("From: amy\nSubject: [list] Alpha\nDate: nonsense\n\nthree", START.plusSeconds(60));
        shelf.add(
                "Subject:\nFrom: ann@example.org\nCc: Abel@example.net\nDate: 4 Feb 2020\n\nfour, the longest by far"
                        + ".".repeat(500),
                START);
        shelf.add("\nfive has no header at all", START.minusSeconds(1));
        shelf.add(
                "From: =?iso-8859-1?Q?_anne?= <x@y>\nTo: =?utf-8?Q?alice?= <b@y>\nSubject: \u00e9t\u00e9\n\nsix",
                START);
    }

    @AfterAll
    static void close() {
        shelf.close();
    }

    private static String sort(Shelf shelf, Uids uids, String criteria) throws Exception {
        var in = new ImapParser(criteria.getBytes(StandardCharsets.UTF_8), LiteralSource.NONE, Dialect.SEVEN_BIT);
        var sorted = Sorter.sort(shelf.account(), shelf.inbox(), SortCriteria.parse(in), uids);
        return IntStream.rangeClosed(1, sorted.count())
                .mapToObj(place -> Long.toString(sorted.at(place)))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(ARRIVAL) | 5 4 6 2 1 3",
                "(REVERSE ARRIVAL) | 3 1 2 4 6 5", // of equals the first stays first
                "(DATE) | 4 2 5 1 6 3",
                "(REVERSE DATE) | 3 1 6 2 5 4",
                "(SUBJECT) | 4 5 2 3 1 6",
                "(REVERSE SUBJECT) | 6 1 2 3 4 5",
                "(SUBJECT REVERSE DATE) | 5 4 3 2 1 6",
                "(SUBJECT REVERSE ARRIVAL SUBJECT) | 4 5 3 2 1 6",
                "(FROM) | 5 3 4 1 6 2",
                "(TO) | 3 4 5 6 2 1", // absent ones, b, bob, and the group's name
                "(CC) | 1 3 5 6 4 2",
                "(REVERSE SIZE) | 4 2 1 6 3 5",
                "(DISPLAYFROM) | 5 6 3 4 2 1", // " anne" amy ann@ "Änne" Zoe: Ä is A and a mark behind it
                "(DISPLAYTO) | 3 4 5 6 2 1",
            })
    void sorts(String criteria, String uids) throws Exception {
        assertEquals(uids, sort(shelf, Uids.range(1, 6), criteria));
    }

    @Test
    void whatIsGoneIsLeftOut() throws Exception {
        assertEquals("2 3", sort(shelf, Uids.of(2, 3, 7, 900), "(SUBJECT)"));
        assertEquals("", sort(shelf, Uids.NONE, "(SUBJECT)"));
    }

    /// The placement of a message that was undeleted does not tell when it was sent: its record does.
    @Test
    void whatWasUndeletedIsSortedByItsDateToo() throws Exception {
        try (var shelf = new Shelf(folder)) {
            shelf.add("Date: 4 Feb 2020 10:00:00 +0000\n\n", START);
            shelf.add("Date: 3 Feb 2020 10:00:00 +0000\n\n", START);
            shelf.account().expunge(shelf.inbox(), Uids.of(1));
            shelf.account().deletedMessagesFromTheFirst(Instant.EPOCH, found -> {
                var ids = found.stream().map(DeletedMessage::id).toList();
                assertEquals(1, ids.size());
                shelf.account().undelete(ids, Optional.empty());
                return false;
            });
            shelf.add("Date: 3 Feb 2020 22:00:00 +0000\n\n", START);
            assertEquals("2 4 3", sort(shelf, shelf.state().uids(), "(DATE)"));
        }
    }

    /// Random messages against lists that are sorted plainly.
    @Test
    void sortsAsAPlainSortDoes() throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        record Mail(long uid, String subject, long sent, Instant arrived, String from) {}
        var words = List.of("a", "B", "b", "Ab", "abcdefgh", "ABCDEFGHI", "\u00e9", "e", "Z", "", "abcdefg\u0001", "_");
        var mails = new ArrayList<Mail>();
        try (var random100 = new Shelf(folder)) {
            for (int uid = 1; uid <= 300; uid++) {
                String subject = words.get(random.nextInt(words.size())) + words.get(random.nextInt(words.size()));
                String from = words.get(random.nextInt(words.size())).replaceAll("[^a-zA-Z]", "q") + random.nextInt(3);
                long sent = random.nextInt(5);
                var arrived = START.plus(Duration.ofSeconds(random.nextInt(7)));
                String date = sent == 0 ? "" : "Date: 4 Feb 2020 07:30:0" + sent + " +0000\n";
                String fields = date + "Subject: Re: " + subject + "\nFrom: " + from + "@example.org\n";
                random100.add(
                        List.of((fields.replace("\n", "\r\n") + "\r\nx").getBytes(StandardCharsets.UTF_8)),
                        List.of(arrived));
                long moment = sent == 0 ? arrived.getEpochSecond() : START.getEpochSecond() + sent;
                mails.add(new Mail(uid, subject.strip(), moment, arrived, from));
            }
            Comparator<Mail> subject = Comparator.comparing(
                    mail -> UnicodeCasemap.map(mail.subject()).getBytes(StandardCharsets.UTF_8),
                    Arrays::compareUnsigned);
            Comparator<Mail> from = Comparator.comparing(
                    mail -> UnicodeCasemap.map(mail.from()).getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
            Comparator<Mail> sent = Comparator.comparing(Mail::sent);
            Comparator<Mail> arrival = Comparator.comparing(Mail::arrived);
            check(random100, "(SUBJECT)", mails.stream().sorted(subject).mapToLong(Mail::uid), seed);
            check(
                    random100,
                    "(REVERSE FROM DATE)",
                    mails.stream().sorted(from.reversed().thenComparing(sent)).mapToLong(Mail::uid),
                    seed);
            check(
                    random100,
                    "(REVERSE DATE REVERSE SUBJECT ARRIVAL)",
                    mails.stream()
                            .sorted(sent.reversed()
                                    .thenComparing(subject.reversed())
                                    .thenComparing(arrival))
                            .mapToLong(Mail::uid),
                    seed);
        }
    }

    private static void check(Shelf shelf, String criteria, LongStream expected, long seed) throws Exception {
        assertEquals(
                expected.mapToObj(Long::toString).collect(Collectors.joining(" ")),
                sort(shelf, Uids.range(1, 300), criteria),
                criteria + ", seed " + seed);
    }

    /// Texts as long as a header lets them be take no more room than others; the first thousand octets count.
    @Test
    void longTextsCountByTheirBeginning() throws Exception {
        try (var shelf = new Shelf(folder)) {
            String name = "x".repeat(60_000);
            shelf.add("From: \"" + name + "b\" <a@x>\n\n", START);
            shelf.add("From: \"" + name + "a\" <a@x>\n\n", START);
            shelf.add("From: \"" + name.substring(0, 900) + "\" <a@x>\n\n", START);
            assertEquals("3 1 2", sort(shelf, Uids.range(1, 3), "(DISPLAYFROM)"));
        }
    }

    @Test
    void indexesAreSortedStablyWhateverTheirOrder() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int count = random.nextInt(70);
            int[] values = random.ints(count, 0, 1 + random.nextInt(20)).toArray();
            if (round % 3 == 0) {
                Arrays.sort(values);
            }
            if (round % 6 == 0) {
                for (int i = 0; i < count / 2; i++) {
                    int other = values[i];
                    values[i] = values[count - 1 - i];
                    values[count - 1 - i] = other;
                }
            }
            var expected = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.comparing(i -> values[i]))
                    .toList();
            int[] sorted = IndexSort.sorted(count, (a, b) -> Integer.compare(values[a], values[b]));
            assertEquals(expected, Arrays.stream(sorted).boxed().toList(), "seed " + seed);
        }
    }
}
