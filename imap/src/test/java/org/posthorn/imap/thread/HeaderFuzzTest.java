package org.posthorn.imap.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.common.mime.MimeParser;
import org.posthorn.imap.fetch.Written;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.storage.message.ParsedMessage;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.StoredMessage;

/// Headers of pieces that mail breaks on: whatever they say, each message stands in the threads once, and the answer
/// has a parenthesis for each that it opens.
class HeaderFuzzTest {
    private static final List<String> PIECES = List.of(
            "Subject:",
            "References:",
            "In-Reply-To:",
            "Message-ID:",
            "Date:",
            "From:",
            "\r\n",
            "\r\n ",
            "\n",
            "\r",
            "\0",
            "<",
            ">",
            "<a@x>",
            "<b@x>",
            "<\"c\"@x>",
            "<c@x>",
            "a",
            "@",
            "\"",
            "\\",
            "re:",
            "fwd:",
            "[fwd:",
            "]",
            "[",
            "(fwd)",
            "=?utf-8?q?=C3=A9?=",
            "=?utf-8?b?w6k=?=",
            "=?x?q?a?=",
            "\u00e9",
            "\u00ff\u00fe",
            "1 Jan 2020",
            "23:59:60 -9999",
            "99 Foo 0000",
            ":",
            ";",
            ",",
            " ",
            "\t",
            "Undisclosed:;",
            "x".repeat(1_100));

    @ParameterizedTest
    @EnumSource
    void everyMessageIsToldOnce(ThreadAlgorithm algorithm) throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 150; round++) {
            int count = 1 + random.nextInt(40);
            var threader = new Threader(algorithm, count);
            for (int uid = 1; uid <= count; uid++) {
                var arrived = Instant.ofEpochSecond(random.nextInt(100));
                threader.add(new Placement(uid, uid, 100, arrived, arrived, 1), message(random));
            }
            var written = new Written();
            threader.threaded().write(uid -> uid, new ImapEncoder(written, Dialect.SEVEN_BIT));
            String told = written.toString();
            int[] uids = Arrays.stream(told.split("[() ]+"))
                    .filter(word -> !word.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .sorted()
                    .toArray();
            assertEquals(
                    IntStream.rangeClosed(1, count).boxed().toList(),
                    Arrays.stream(uids).boxed().toList(),
                    "seed " + seed);
            assertEquals(
                    told.chars().filter(c -> c == '(').count(),
                    told.chars().filter(c -> c == ')').count(),
                    "seed " + seed);
        }
    }

    private static StoredMessage message(Random random) {
        var header = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            header.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        byte[] bytes = header.toString().getBytes(StandardCharsets.ISO_8859_1);
        var parser = new MimeParser();
        parser.accept(ByteBuffer.wrap(bytes));
        var parsed = ParsedMessage.of(bytes, bytes.length, parser.finish().root(), ByteBuffer.allocate(0));
        byte[] row = parsed.toRow(new byte[0], bytes.length, new StoredMessage.BlobRef(1, 0), 1);
        return StoredMessage.ofBytes(1, row);
    }
}
