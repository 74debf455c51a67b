package org.posthorn.smtp.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever comes in, a command or [BadCommand] comes out, and nothing of a command could break a line.
/// More rounds: `-Dposthorn.fuzz.rounds=10000000`, another start: `-Dposthorn.fuzz.seed=…`.
class CommandFuzzTest {
    private static final List<String> SEEDS = List.of(
            "EHLO client.example.net",
            "HELO [IPv6:2001:db8::1]",
            "MAIL FROM:<a@example.net> SIZE=1000 BODY=8BITMIME SMTPUTF8 AUTH=a+2Bb@example.net",
            "MAIL FROM:<\"a \\\" b\"@example.net>",
            "RCPT TO:<@a.example,@b.example:user@c.example>",
            "RCPT TO:<jürgen@bücher.example>",
            "RCPT TO:<postmaster>",
            "AUTH PLAIN AGFsaWNlAHNlY3JldA==",
            "VRFY <a@example.org>",
            "HELP MAIL",
            "STARTTLS",
            "DATA",
            "QUIT");
    private static final byte[] SPICE = "<>@:;,.\"\\ =+-[]%()\0\t\r\n\u007f".getBytes(StandardCharsets.US_ASCII);

    @Test
    void onlyBadCommandComesOut() {
        var seed = Long.getLong("posthorn.fuzz.seed", 20_261_123);
        var random = new Random(seed);
        int parsed = 0;
        for (int round = 0; round < Integer.getInteger("posthorn.fuzz.rounds", 200_000); round++) {
            var line = mutated(SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.UTF_8), random);
            try {
                var command = Command.parse(line);
                parsed++;
                assertTrue(
                        command.toString().chars().noneMatch(Character::isISOControl),
                        () -> "seed " + seed + ": " + new String(line, StandardCharsets.ISO_8859_1));
            } catch (BadCommand e) {
                assertTrue(e.reply().code() >= 500);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", line " + new String(line, StandardCharsets.ISO_8859_1), e);
            }
        }
        assertTrue(parsed > 0);
    }

    private static byte[] mutated(byte[] line, Random random) {
        var result = line.clone();
        for (int n = random.nextInt(4); n > 0 && result.length > 0; n--) {
            int at = random.nextInt(result.length);
            switch (random.nextInt(4)) {
                case 0 -> result[at] = SPICE[random.nextInt(SPICE.length)];
                case 1 -> result[at] = (byte) random.nextInt(256);
                case 2 -> result = Arrays.copyOf(result, at);
                default -> {
                    var longer = new byte[result.length + 1];
                    System.arraycopy(result, 0, longer, 0, at);
                    longer[at] = SPICE[random.nextInt(SPICE.length)];
                    System.arraycopy(result, at, longer, at + 1, result.length - at);
                    result = longer;
                }
            }
        }
        return result;
    }
}
