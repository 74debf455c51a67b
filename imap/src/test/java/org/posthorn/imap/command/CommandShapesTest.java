package org.posthorn.imap.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.LiteralSource;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.Refused;

/// The transcripts' commands, changed word by word rather than byte by byte as in [ParseFuzzTest]: words change places,
/// nest, become literals, and repeat. Whatever they become, only [BadCommand] or [Refused] comes out, a line makes no
/// more than [#MULTIPLE] bytes for each of its own, and one of four times the length takes no more than about four
/// times as long.
class CommandShapesTest {
    private static final String ACCEPTED = "";
    /// What is made while reading, most of it for a moment only.
    private static final int MULTIPLE = 500;
    /// What any command takes, and a refusal with its stack.
    private static final int BASE = 64 << 10;

    private static final ThreadMXBean ALLOCATION = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// What becomes of a command: [#ACCEPTED], or why not.
    private static String parse(String line, LiteralSource source) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        try {
            var in = new ImapParser(bytes, source, Dialect.SEVEN_BIT);
            Commands.parse(new Tag(in.tag()), in);
            return ACCEPTED;
        } catch (BadCommand | Refused expected) {
            return expected.getMessage();
        } catch (Exception | StackOverflowError e) {
            throw new AssertionError(line.substring(0, Math.min(200, line.length())), e);
        }
    }

    private static List<List<String>> seeds() throws Exception {
        return ParseFuzzTest.commands().stream()
                .map(line -> line.replaceFirst("^\\S+", "a"))
                .filter(line -> !line.matches(".*\\{\\d+\\+?}"))
                .distinct()
                .map(line -> List.of(line.split("(?<=[ (),:])|(?=[ (),:])")))
                .toList();
    }

    private static String with(List<String> words, int at, String changed) {
        return String.join("", words.subList(0, at)) + changed + String.join("", words.subList(at + 1, words.size()));
    }

    @Test
    void wordsInEachOthersPlaces() throws Exception {
        int accepted = 0;
        for (var words : seeds()) {
            for (int i = 2; i < words.size(); i++) {
                for (int j = i + 1; j < Math.min(words.size(), i + 12); j++) {
                    var swapped = new ArrayList<>(words);
                    Collections.swap(swapped, i, j);
                    accepted +=
                            parse(String.join("", swapped), LiteralSource.NONE).equals(ACCEPTED) ? 1 : 0;
                }
            }
        }
        assertTrue(accepted > 100, accepted + " accepted");
    }

    /// RFC 7888 §4: a literal is the same to the grammar whether the client waits or not.
    @Test
    void literalsOfEachFormInPlaceOfEachWord() throws Exception {
        int accepted = 0;
        for (var words : seeds()) {
            for (int i = 1; i < words.size(); i++) {
                String waits = parseWithLiteral(words, i, "{%d}");
                assertEquals(unplaced(waits), unplaced(parseWithLiteral(words, i, "{%d+}")), words.toString());
                parseWithLiteral(words, i, "~{%d+}");
                accepted += waits.equals(ACCEPTED) ? 1 : 0;
            }
        }
        assertTrue(accepted > 100, accepted + " accepted");
    }

    private static String unplaced(String error) {
        return error.replaceFirst("^at byte \\d+: ", "");
    }

    private static String parseWithLiteral(List<String> words, int at, String form) {
        byte[] literal = words.get(at).replaceAll("^\"|\"$", "").getBytes(StandardCharsets.UTF_8);
        String rest = String.join("", words.subList(at + 1, words.size()));
        var source = new LiteralSource() {
            @Override
            public byte[] literal(long size, boolean sync) {
                assertEquals(literal.length, size);
                return literal;
            }

            @Override
            public byte[] nextLine() {
                return rest.getBytes(StandardCharsets.UTF_8);
            }
        };
        return parse(String.join("", words.subList(0, at)) + form.formatted(literal.length), source);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "NOT ", "OR ", "OR (", "FUZZY ", "NOT ("})
    void nestingIsRefusedBeforeItIsDeep(String level) throws Exception {
        for (var words : seeds()) {
            for (int i = 2; i < words.size(); i++) {
                parse(with(words, i, level.repeat(200) + words.get(i) + ")".repeat(200)), LiteralSource.NONE);
            }
        }
        for (var start :
                List.of("SEARCH ", "UID SORT (ARRIVAL) UTF-8 ", "THREAD REFS UTF-8 ", "FETCH 1 ", "NOTIFY SET ")) {
            assertTrue(!parse("a " + start + level.repeat(100_000), LiteralSource.NONE)
                    .equals(ACCEPTED));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "4294967295", "4294967296", "9223372036854775807", "9223372036854775808", "-1", "00001"})
    void hugeNumbersInPlaceOfEachWord(String number) throws Exception {
        String longer = number + "0".repeat(1_000);
        for (var words : seeds()) {
            for (int i = 2; i < words.size(); i++) {
                parse(with(words, i, number), LiteralSource.NONE);
                parse(with(words, i, longer), LiteralSource.NONE);
            }
        }
    }

    // ---- work and memory

    /// Each word of each command again and again, side by side and as a list.
    @Test
    void eachWordRepeatedIsReadInProportion() throws Exception {
        for (var words : seeds()) {
            for (int i = 2; i < words.size(); i++) {
                for (var between : List.of("", " ", ",", ")(", " (")) {
                    String word = words.get(i);
                    String again = between + word;
                    inProportion(
                            with(words, i, word + again.repeat(1_000 / again.length())),
                            with(words, i, word + again.repeat(4_000 / again.length())));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FETCH # FLAGS | 7:4",
                "UID FETCH # FLAGS | 4294967295:*",
                "UID STORE # FLAGS () | 1",
                "SEARCH UID # | 1:2",
                "SELECT INBOX (QRESYNC (1 1 #)) | 1:2",
                "UID COPY # INBOX | *",
            })
    void hugeSets(String command, String range) {
        var lines = List.of(12_500, 50_000).stream()
                .map(ranges -> "a "
                        + command.replace(
                                "#",
                                IntStream.range(0, ranges).mapToObj(_ -> range).collect(Collectors.joining(","))))
                .toList();
        assertEquals(ACCEPTED, parse(lines.getLast(), LiteralSource.NONE));
        inProportion(lines.getFirst(), lines.getLast());
    }

    private static void inProportion(String line, String longer) {
        parse(line, LiteralSource.NONE); // what is made once for all
        long least = made(line);
        long made = made(longer);
        assertTrue(made < BASE + 6 * least, () -> made + " bytes for " + longer);
        assertTrue(made < BASE + (long) MULTIPLE * longer.length(), () -> made + " bytes for " + longer);
        if (time(longer) < 5_000_000) {
            return; // most lines: refused at once, or too fast to be anything but in proportion
        }
        for (int attempt = 0; attempt < 20; attempt++) {
            if (time(longer) < 10 * Math.max(time(line), 100_000)) {
                return;
            }
        }
        throw new AssertionError("not in proportion: " + longer.substring(0, 200));
    }

    private static long made(String line) {
        long before = ALLOCATION.getCurrentThreadAllocatedBytes();
        parse(line, LiteralSource.NONE);
        return ALLOCATION.getCurrentThreadAllocatedBytes() - before;
    }

    private static long time(String line) {
        long start = System.nanoTime();
        parse(line, LiteralSource.NONE);
        return System.nanoTime() - start;
    }
}
