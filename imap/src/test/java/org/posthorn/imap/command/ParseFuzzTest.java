package org.posthorn.imap.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.LiteralSource;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.Refused;

/// Commands that were right once, broken in all ways: only [BadCommand], or [Refused] for a mailbox's name,
/// comes out. Seeds are the transcripts' commands and, where there are any, the words of the test vectors;
/// `-Dposthorn.fuzz=n` runs `n` rounds.
class ParseFuzzTest {
    private static final int ROUNDS = Integer.getInteger("posthorn.fuzz", 30_000);
    private static final long SEED = 20_261_123;

    @Test
    void onlyBadCommandsComeOut() throws Exception {
        var seeds = commands();
        var words = words(seeds);
        var random = new Random(SEED);
        int right = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] line = mutated(seeds.get(random.nextInt(seeds.size())), words, random);
            try {
                var in = new ImapParser(line, source(random), random.nextBoolean() ? Dialect.UTF8 : Dialect.SEVEN_BIT);
                Commands.parse(new Tag(in.tag()), in);
                right++;
            } catch (BadCommand | Refused expected) {
                // what may come out
            } catch (RuntimeException e) {
                throw new AssertionError("round " + round + ": " + new String(line, StandardCharsets.ISO_8859_1), e);
            }
        }
        assertTrue(right > 0, "no command was right");
        assertTrue(right < ROUNDS, "no command was wrong");
    }

    private static LiteralSource source(Random random) {
        return new LiteralSource() {
            @Override
            public byte[] literal(long size, boolean sync) throws BadCommand {
                if (size > 1_000) {
                    throw new BadCommand("too long");
                }
                var bytes = new byte[(int) size];
                random.nextBytes(bytes);
                return bytes;
            }

            @Override
            public byte[] nextLine() {
                return " x)".substring(random.nextInt(4)).getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    private static byte[] mutated(String seed, List<String> words, Random random) {
        var line = new StringBuilder(seed);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(line.length() + 1);
            int to = Math.min(line.length(), at + random.nextInt(6));
            switch (random.nextInt(4)) {
                case 0 -> line.delete(at, to);
                case 1 -> line.insert(at, words.get(random.nextInt(words.size())));
                case 2 -> line.insert(at, (char) random.nextInt(256));
                default -> line.insert(at, line.substring(at, to).repeat(random.nextInt(40)));
            }
        }
        return line.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Of all transcripts, and two that have a bit of everything.
    static List<String> commands() throws IOException {
        var commands = new ArrayList<String>();
        try (var files = Files.list(Path.of("src/test/resources/transcripts"))) {
            for (var file : files.sorted().toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.matches("\\d?C: \\w+ .*"))
                        .map(line -> line.substring(line.indexOf(':') + 2))
                        .forEach(commands::add);
            }
        }
        commands.add("a FETCH 1:* (FLAGS BODY.PEEK[1.2.HEADER.FIELDS (To \"Cc\")]<0.100> BINARY[1]<0.5> ENVELOPE)");
        commands.add("a SEARCH OR (NOT SEEN FROM x) NOT (SINCE 1-Feb-1994 HEADER a \"b\") UID 1:*,7 LARGER 5");
        return commands;
    }

    private static List<String> words(List<String> seeds) throws IOException {
        var words =
                new ArrayList<>(List.of("(", ")", "\"", "\\", "{3}", "{3+}", "*", "%", "$", "NIL", "1:*", "\0", "\r"));
        seeds.forEach(seed -> words.addAll(List.of(seed.split(" "))));
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            addVectors(folder.resolve("shared/vectors"), words);
        }
        addVectors(Path.of(System.getProperty("posthorn.vectors", "none")), words);
        return words;
    }

    private static void addVectors(Path vectors, List<String> words) throws IOException {
        for (var name : List.of("imap.dict", "terminals.dict", "blns.dict")) {
            var file = vectors.resolve("fuzz/imap-codec").resolve(name);
            if (Files.isReadable(file)) {
                for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                    if (line.length() > 2 && line.startsWith("\"")) {
                        words.add(line.substring(1, line.length() - 1));
                    }
                }
            }
        }
    }
}
