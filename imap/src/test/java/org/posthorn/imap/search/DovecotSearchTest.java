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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.imap.fetch.MailVectors;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.LiteralSource;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;

/// Three thousand real messages, searched as Dovecot was.
class DovecotSearchTest {
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
    private static final Pattern FILE = Pattern.compile("\"file\": \"([^\"]*)\"");
    private static final Pattern QUERY = Pattern.compile("\"SEARCH ((?:[^\"\\\\]|\\\\.)*)\": \"([0-9 ]*)\"");

    /// Where the answers are not the same.
    private static final Map<String, Uids> DIFFERENCES = Map.of(
            // Date fields such as "2002/09/14 Sat": for Dovecot before all others, for us of no day
            "SENTBEFORE 1-Sep-2002", Uids.of(2802, 2804, 2906),
            // a multipart whose boundary never comes, whose text FETCH shows as a part
            "BODY \"guarantee\" LARGER 4000", Uids.of(2967));

    @TempDir
    Path folder;

    @Test
    void findsWhatDovecotFinds() throws Exception {
        var corpus = MailVectors.folder("corpus");
        Assumptions.assumeTrue(corpus.isPresent(), "no shared/vectors/corpus here");
        var mail = Files.createDirectory(folder.resolve("mail"));
        String archive = corpus.get().resolve("spamassassin-a.tar.xz").toString();
        var tar = new ProcessBuilder("tar", "-xJf", archive, "-C", mail.toString())
                .inheritIO()
                .start();
        Assumptions.assumeTrue(tar.waitFor() == 0, "tar can't unpack xz here");
        try (var shelf = new Shelf(folder.resolve("store"))) {
            fill(shelf, corpus.get().resolve("spamassassin-a-dovecot-fetch.jsonl.gz"), mail);
            int queries = 0;
            var query = QUERY.matcher(Files.readString(corpus.get().resolve("spamassassin-a-dovecot-queries.json")));
            while (query.find()) {
                var expected = new UidsBuilder();
                Pattern.compile(" ")
                        .splitAsStream(query.group(2))
                        .mapToLong(Long::parseLong)
                        .forEach(expected::add);
                String keys = query.group(1).replace("\\\"", "\"");
                var difference = DIFFERENCES.getOrDefault(keys, Uids.NONE);
                assertEquals(
                        difference.toString(),
                        expected.build().xor(search(shelf, keys)).toString(),
                        keys);
                queries++;
            }
            assertTrue(queries > 20, "only " + queries + " queries");
        }
    }

    private static Uids search(Shelf shelf, String keys) throws Exception {
        var in = new ImapParser(keys.getBytes(StandardCharsets.UTF_8), LiteralSource.NONE, Dialect.SEVEN_BIT);
        var evaluator = new SearchEvaluator(shelf.account(), shelf.select(), shelf.state());
        return evaluator.evaluate(SearchKeys.parse(in).key());
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
