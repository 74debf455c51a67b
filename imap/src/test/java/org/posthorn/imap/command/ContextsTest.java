package org.posthorn.imap.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.imap.fetch.Written;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.LiteralSource;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.search.SearchEvaluator;
import org.posthorn.imap.search.SearchKeys;
import org.posthorn.imap.search.Shelf;
import org.posthorn.imap.sort.MailboxOrder;
import org.posthorn.imap.sort.Ranking;
import org.posthorn.imap.sort.SortCriteria;
import org.posthorn.imap.sort.Sorter;
import org.posthorn.imap.view.Expunges;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.Uids;

/// A client that builds its lists only from what it is told has at each moment what a fresh search finds.
class ContextsTest {
    private static final Pattern ITEM = Pattern.compile("\\* ESEARCH \\(TAG \"(\\w+)\"\\)( UID)? (\\w+) \\((.*)\\)");
    private static final Pattern EXPUNGE = Pattern.compile("\\* (\\d+) EXPUNGE");

    private static final List<String> SEARCHES = List.of(
            "UID;;ALL",
            "SEQ;;UNSEEN",
            "SEQ;;SUBJECT a UNFLAGGED",
            "UID;;OR SUBJECT b FLAGGED",
            "SEQ;;2:5",
            "UID;;UID 4:*",
            "SEQ;(SUBJECT);UNSEEN",
            "UID;(REVERSE SUBJECT ARRIVAL);ALL",
            "SEQ;(REVERSE ARRIVAL);NOT (SUBJECT c SEEN)");

    @TempDir
    Path folder;

    private static ImapParser parser(String text) {
        return new ImapParser(text.getBytes(StandardCharsets.UTF_8), LiteralSource.NONE, Dialect.SEVEN_BIT);
    }

    /// One search as its client knows it.
    private static final class Followed {
        private final Searching searching;
        private final Optional<SortCriteria> order;
        private final SearchEvaluator evaluator;
        private final List<Long> told = new ArrayList<>();

        Followed(Shelf shelf, SelectedMailbox view, Contexts contexts, Tag tag, String text, ImapEncoder out)
                throws Exception {
            var parts = text.split(";");
            searching = new Searching(
                    Numbers.valueOf(parts[0].replace("SEQ", "SEQUENCE")), SearchKeys.parse(parser(parts[2])));
            order = parts[1].isEmpty() ? Optional.empty() : Optional.of(SortCriteria.parse(parser(parts[1])));
            evaluator = new SearchEvaluator(shelf.account(), view, view.state());
            var found = evaluator.evaluate(searching.keys().key());
            var ranking = ranking(shelf, found);
            told.addAll(numbers(view, ranking));
            var program = new UpdatingSearch.Program(Correlator.of(tag), searching, order, Optional.empty());
            contexts.add(new UpdatingSearch(program, view, evaluator, ranking), out);
        }

        Ranking ranking(Shelf shelf, Uids found) {
            return order.isEmpty()
                    ? new MailboxOrder(found)
                    : Sorter.sort(shelf.account(), shelf.inbox(), order.get(), found);
        }

        List<Long> numbers(SelectedMailbox view, Ranking ranking) {
            var numbers = new ArrayList<Long>();
            for (int place = 1; place <= ranking.count(); place++) {
                long uid = ranking.at(place);
                numbers.add(searching.numbers() == Numbers.UID ? uid : Long.valueOf(view.sequence(uid)));
            }
            return numbers;
        }

        List<Long> fresh(Shelf shelf, SelectedMailbox view) throws Exception {
            var now = evaluator.later(view.state());
            return numbers(view, ranking(shelf, now.evaluate(searching.keys().key())));
        }

        void apply(String item, String pairs) {
            var words = pairs.split(" ");
            for (int i = 0; i < words.length; i += 2) {
                int place = Integer.parseInt(words[i]);
                for (long number : expanded(words[i + 1])) {
                    if (item.equals("REMOVEFROM")) {
                        int at = place == 0 ? told.indexOf(number) : place - 1;
                        assertEquals(number, told.remove(at));
                    } else if (place == 0) {
                        told.add(number);
                        told.sort(null);
                    } else {
                        told.add(place++ - 1, number);
                    }
                }
            }
        }

        void expunged(long gone) {
            if (searching.numbers() == Numbers.SEQUENCE) {
                assertTrue(!told.contains(gone), "a number that was still in a result");
                told.replaceAll(number -> number > gone ? number - 1 : number);
            }
        }

        private static List<Long> expanded(String set) {
            var numbers = new ArrayList<Long>();
            for (String range : set.split(",")) {
                var ends = range.split(":");
                for (long i = Long.parseLong(ends[0]); i <= Long.parseLong(ends[ends.length - 1]); i++) {
                    numbers.add(i);
                }
            }
            return numbers;
        }
    }

    @Test
    void whatTheClientIsToldIsWhatItWouldFind() throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        try (var shelf = new Shelf(folder)) {
            for (int i = 0; i < 6; i++) {
                append(shelf, random);
            }
            var view = shelf.select();
            var contexts = new Contexts();
            view.follow(contexts);
            Map<String, Followed> searches = new LinkedHashMap<>();
            var out = new Written();
            for (String search : SEARCHES) {
                var tag = new Tag("t" + searches.size());
                searches.put(
                        tag.text(),
                        new Followed(shelf, view, contexts, tag, search, new ImapEncoder(out, Dialect.SEVEN_BIT)));
            }
            assertEquals("", out.toString());
            for (int step = 0; step < 150; step++) {
                for (int change = random.nextInt(4); change > 0; change--) {
                    change(shelf, random);
                }
                var expunges = random.nextBoolean() ? Expunges.TOLD : Expunges.HELD_BACK;
                String told = settled(view, expunges);
                for (String line : told.split("\r\n")) {
                    apply(searches, line);
                }
                for (var search : searches.entrySet()) {
                    assertEquals(
                            search.getValue().fresh(shelf, view),
                            search.getValue().told,
                            search.getKey() + ", seed " + seed + ", step " + step + ", told:\n" + told);
                }
            }
        }
    }

    private static void apply(Map<String, Followed> searches, String line) {
        var item = ITEM.matcher(line);
        var expunge = EXPUNGE.matcher(line);
        if (item.matches()) {
            var search = searches.get(item.group(1));
            assertEquals(search.searching.numbers() == Numbers.UID, item.group(2) != null, line);
            search.apply(item.group(3), item.group(4));
        } else if (expunge.matches()) {
            searches.values().forEach(search -> search.expunged(Long.parseLong(expunge.group(1))));
        }
    }

    private static String settled(SelectedMailbox view, Expunges expunges) throws Exception {
        var out = new Written();
        view.settle(expunges, new ImapEncoder(out, Dialect.SEVEN_BIT));
        return out.toString();
    }

    private static void append(Shelf shelf, Random random) {
        shelf.add(
                "Subject: " + "abc".charAt(random.nextInt(3)) + random.nextInt(5) + "\n\nx",
                Instant.ofEpochSecond(random.nextInt(100)));
    }

    private static void change(Shelf shelf, Random random) {
        var uids = shelf.state().uids();
        if (uids.count() < 4 || random.nextInt(3) == 0) {
            append(shelf, random);
            return;
        }
        var some = Uids.of(uids.at(1 + random.nextInt(uids.count())), uids.at(1 + random.nextInt(uids.count())));
        if (random.nextInt(3) == 0) {
            shelf.account().expunge(shelf.inbox(), some);
        } else {
            var kind = random.nextBoolean() ? FlagChange.Kind.ADD : FlagChange.Kind.REMOVE;
            var flag = random.nextBoolean() ? Flag.SEEN : Flag.FLAGGED;
            shelf.account().store(shelf.inbox(), some, new FlagChange(kind, Set.of(flag)));
        }
    }
}
