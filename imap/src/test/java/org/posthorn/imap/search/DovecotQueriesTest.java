package org.posthorn.imap.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.imap.fetch.MailVectors;
import org.posthorn.imap.fetch.Written;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.LiteralSource;
import org.posthorn.imap.sort.SortCriteria;
import org.posthorn.imap.sort.Sorter;
import org.posthorn.imap.thread.ThreadAlgorithm;
import org.posthorn.imap.thread.Threader;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;

/// Three thousand real messages, searched, sorted and threaded as Dovecot did.
class DovecotQueriesTest {
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
    private static final Pattern FILE = Pattern.compile("\"file\": \"([^\"]*)\"");
    private static final Pattern QUERY = Pattern.compile("\"(SEARCH|SORT) ((?:[^\"\\\\]|\\\\.)*)\": \"([0-9 ]*)\"");

    private static final Pattern THREAD = Pattern.compile("\"THREAD ([A-Z]*) UTF-8 ALL\": \"([0-9() ]*)\"");

    /// Where the answers are not the same.
    private static final Map<String, Uids> DIFFERENCES = Map.of(
            // Date fields such as "2002/09/14 Sat": for Dovecot before all others, for us of no day
            "SENTBEFORE 1-Sep-2002", Uids.of(2802, 2804, 2906),
            // a multipart whose boundary never comes, whose text FETCH shows as a part
            "BODY \"guarantee\" LARGER 4000", Uids.of(2967));

    /// How many messages stand elsewhere, in orders of all 3,000.
    private static final Map<String, Integer> MOVED = Map.of(
            // 8-bit text that names no charset; in the second two of the year 0102, see below
            "(SUBJECT) UTF-8 ALL", 3,
            "(SUBJECT REVERSE DATE) UTF-8 ALL", 5,
            // the year 0102: for Dovecot behind all others, for us before them
            "(DATE) UTF-8 ALL", 14,
            "(REVERSE DATE) UTF-8 ALL", 14,
            // 8-bit text
            "(FROM) UTF-8 ALL", 1,
            // no mailbox: for Dovecot one of the name MISSING_MAILBOX, for us none; and what is no address
            "(TO) UTF-8 ALL", 4,
            // `"" Angles " Puglisi"`: for Dovecot it begins with a space, 14 times; and 8-bit text
            "(DISPLAYFROM) UTF-8 ALL", 17);

    @TempDir
    static Path folder;

    private static Optional<Shelf> shelf = Optional.empty();

    @BeforeAll
    static void fill() throws Exception {
        var corpus = MailVectors.folder("corpus");
        Assumptions.assumeTrue(corpus.isPresent(), "no shared/vectors/corpus here");
        var mail = Files.createDirectory(folder.resolve("mail"));
        String archive = corpus.get().resolve("spamassassin-a.tar.xz").toString();
        var tar = new ProcessBuilder("tar", "-xJf", archive, "-C", mail.toString())
                .inheritIO()
                .start();
        Assumptions.assumeTrue(tar.waitFor() == 0, "tar can't unpack xz here");
        shelf = Optional.of(new Shelf(folder.resolve("store")));
        fill(shelf.get(), corpus.get().resolve("spamassassin-a-dovecot-fetch.jsonl.gz"), mail);
    }

    @AfterAll
    static void close() {
        shelf.ifPresent(Shelf::close);
    }

    /// What Dovecot answered, by what it was asked.
    private static Map<String, List<Long>> answers(String command) throws Exception {
        var queries = MailVectors.folder("corpus").orElseThrow().resolve("spamassassin-a-dovecot-queries.json");
        var query = QUERY.matcher(Files.readString(queries));
        var answers = new LinkedHashMap<String, List<Long>>();
        while (query.find()) {
            if (query.group(1).equals(command)) {
                var uids = Pattern.compile(" ")
                        .splitAsStream(query.group(3))
                        .map(Long::valueOf)
                        .toList();
                answers.put(query.group(2).replace("\\\"", "\""), uids);
            }
        }
        return answers;
    }

    private static ImapParser parser(String text) {
        return new ImapParser(text.getBytes(StandardCharsets.UTF_8), LiteralSource.NONE, Dialect.SEVEN_BIT);
    }

    @Test
    void findsWhatDovecotFinds() throws Exception {
        var answers = answers("SEARCH");
        for (String keys : answers.keySet()) {
            var expected = new UidsBuilder();
            answers.get(keys).forEach(expected::add);
            var difference = DIFFERENCES.getOrDefault(keys, Uids.NONE);
            var evaluator = new SearchEvaluator(
                    shelf.get().account(), shelf.get().select(), shelf.get().state());
            var found = evaluator.evaluate(SearchKeys.parse(parser(keys)).key());
            assertEquals(difference.toString(), expected.build().xor(found).toString(), keys);
        }
        assertTrue(answers.size() > 20, "only " + answers.size() + " queries");
    }

    @Test
    void sortsAsDovecotSorts() throws Exception {
        var answers = answers("SORT");
        var all = shelf.get().state().uids();
        for (String program : answers.keySet()) {
            var criteria = SortCriteria.parse(parser(program));
            var sorted = Sorter.sort(shelf.get().account(), shelf.get().inbox(), criteria, all);
            var uids = LongStream.rangeClosed(1, sorted.count())
                    .map(place -> sorted.at((int) place))
                    .boxed()
                    .toList();
            assertEquals(MOVED.getOrDefault(program, 0), moved(answers.get(program), uids), program);
        }
        assertEquals(11, answers.size());
    }

    @Test
    void threadsAsDovecotThreads() throws Exception {
        var queries = MailVectors.folder("corpus").orElseThrow().resolve("spamassassin-a-dovecot-queries.json");
        var query = THREAD.matcher(Files.readString(queries));
        int threads = 0;
        while (query.find()) {
            var algorithm = ThreadAlgorithm.valueOf(query.group(1));
            var all = shelf.get().state().uids();
            var written = new Written();
            Threader.thread(shelf.get().account(), shelf.get().inbox(), algorithm, all)
                    .write(uid -> uid, new ImapEncoder(written, Dialect.SEVEN_BIT));
            var theirs = apart(query.group(2));
            var ours = apart(written.toString());
            // Messages of the year 0102, for Dovecot the last and for us the first: two threads begin with other ones,
            // and the threads that such a message begins stand elsewhere.
            assertEquals(
                    2, theirs.stream().filter(thread -> !ours.contains(thread)).count(), algorithm.name());
            theirs.retainAll(ours);
            ours.retainAll(theirs);
            assertEquals(12, moved(theirs, ours), algorithm.name());
            threads++;
        }
        assertEquals(2, threads);
    }

    /// Each thread by itself.
    private static List<String> apart(String all) {
        var threads = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < all.length(); i++) {
            depth += all.charAt(i) == '(' ? 1 : all.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                threads.add(all.substring(start, i + 1));
                start = i + 1;
            }
        }
        return threads;
    }

    /// All but the most that stand in the same order in both.
    private static <T> int moved(List<T> theirs, List<T> ours) {
        assertEquals(Set.copyOf(theirs), Set.copyOf(ours));
        var places = new HashMap<T, Integer>();
        ours.forEach(each -> places.put(each, places.size()));
        var ends = new ArrayList<Integer>(); // of the longest ascending runs of each length, the lowest
        for (T each : theirs) {
            int place = places.get(each);
            int at = -1 - Collections.binarySearch(ends, place);
            if (at == ends.size()) {
                ends.add(place);
            } else {
                ends.set(at, place);
            }
        }
        return theirs.size() - ends.size();
    }

    private static void fill(Shelf shelf, Path list, Path mail) throws Exception {
        var mails = new ArrayList<byte[]>();
        var dates = new ArrayList<Instant>();
        var seen = new UidsBuilder();
        long uid = 0;
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(list)), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                var file = FILE.matcher(line);
                assertTrue(file.find());
                mails.add(MailVectors.mail(mail.resolve(file.group(1))));
                dates.add(START.plus(Duration.ofHours(uid)));
                uid++;
                if (uid % 3 == 1) {
                    seen.add(uid);
                }
                if (mails.size() == 100) {
                    shelf.add(List.copyOf(mails), List.copyOf(dates));
                    mails.clear();
                    dates.clear();
                }
            }
        }
        shelf.add(mails, dates);
        assertEquals(uid, shelf.state().uids().count());
        shelf.account().store(shelf.inbox(), seen.build(), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN)));
    }
}
