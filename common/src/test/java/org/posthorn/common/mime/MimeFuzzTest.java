package org.posthorn.common.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.posthorn.common.vectors.Vectors;

/// Damaged mail: nothing is thrown, the tree stays sound, chunks don't matter, time grows with size only. A
/// longer run: `-Dposthorn.fuzz.rounds=1000000`; a failure names its seed.
class MimeFuzzTest {

    private static final int ROUNDS = Integer.getInteger("posthorn.fuzz.rounds", 5_000);

    @Test
    void damagedMailKeepsASoundTree() throws IOException {
        var seeds = new ArrayList<byte[]>();
        for (var file : Vectors.mails()) {
            var mail = Files.readAllBytes(file);
            if (mail.length < 20_000) {
                seeds.add(mail);
            }
        }
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            var mail = damaged(seeds, random);
            int at = seed;
            Assertions.assertDoesNotThrow(() -> check(mail, random), () -> "seed " + at);
        }
    }

    private static void check(byte[] mail, Random random) {
        var whole = Trees.parse(mail);
        Trees.areSound(mail, whole);
        assertEquals(whole, Trees.parse(mail, 1 + random.nextInt(200)));
        read(mail, whole.root());
    }

    /// All that reads fields and bodies takes what the parser finds.
    private static void read(byte[] mail, Part part) {
        var fields = HeaderFields.of(Arrays.copyOfRange(mail, (int) part.headerStart(), (int) part.bodyStart()));
        for (var field : fields.fields()) {
            fields.decoded(field);
            AddressList.parse(fields.raw(field));
            ContentType.parse(fields.raw(field));
        }
        var decoder = TransferDecoder.of(part.encoding());
        decoder.decode(ByteBuffer.wrap(mail, (int) part.bodyStart(), (int) part.bodySize()));
        decoder.finish();
        part.children().forEach(child -> read(mail, child));
    }

    private static byte[] damaged(List<byte[]> seeds, Random random) {
        var mail = seeds.get(random.nextInt(seeds.size())).clone();
        for (int i = random.nextInt(8); i >= 0 && mail.length > 0; i--) {
            int at = random.nextInt(mail.length);
            int length = random.nextInt(Math.min(200, mail.length - at) + 1);
            switch (random.nextInt(6)) {
                case 0 -> mail[at] = (byte) random.nextInt(256);
                case 1 -> mail[at] = (byte) "\r\n-;=\"(:?\0".charAt(random.nextInt(10));
                case 2 -> mail = spliced(mail, at, at + length, new byte[0]);
                case 3 -> mail = spliced(mail, at, at, Arrays.copyOfRange(mail, at, at + length));
                case 4 -> {
                    var other = seeds.get(random.nextInt(seeds.size()));
                    int from = random.nextInt(other.length + 1);
                    int to = Math.min(other.length, from + random.nextInt(500));
                    mail = spliced(mail, at, at, Arrays.copyOfRange(other, from, to));
                }
                default -> mail = Arrays.copyOf(mail, at);
            }
        }
        return mail;
    }

    private static byte[] spliced(byte[] mail, int from, int to, byte[] insert) {
        var out = new byte[mail.length - (to - from) + insert.length];
        System.arraycopy(mail, 0, out, 0, from);
        System.arraycopy(insert, 0, out, from, insert.length);
        System.arraycopy(mail, to, out, from + insert.length, mail.length - to);
        return out;
    }

    /// Each of these made some parser quadratic. The time is generous: a linear one takes milliseconds.
    @Test
    void hostileInputTakesLinearTime() {
        int size = 4_000_000;
        var nested = new StringBuilder();
        for (int i = 0; i < OpenParts.MAX_DEPTH; i++) {
            nested.append("Content-Type: multipart/mixed; boundary=\"%s%d\"\r\n\r\n--%s%d\r\n"
                    .formatted("-".repeat(60), i, "-".repeat(60), i));
        }
        var inputs = List.of(
                nested + ("-".repeat(62) + "x\r\n").repeat(size / 65),
                "To: " + "(".repeat(size),
                "To: " + "\"a".repeat(size / 2),
                "Subject: " + "=?utf-8?q?".repeat(size / 10),
                "Content-Type: a/b" + "; x*1=y".repeat(size / 8),
                "Content-Type: a/b; x=" + "y ".repeat(size / 2),
                "Content-Type: a/b; x=y" + " (".repeat(size / 2),
                "A:\r\n" + " \r\n".repeat(size / 3),
                "a:\n".repeat(size / 3),
                "\n".repeat(size));
        for (var input : inputs) {
            var bytes = input.getBytes(StandardCharsets.ISO_8859_1);
            Assertions.assertTimeout(
                    Duration.ofSeconds(5),
                    () -> {
                        Trees.areSound(bytes, Trees.parse(bytes));
                        var fields = HeaderFields.of(Arrays.copyOf(bytes, OpenParts.MAX_HEADER));
                        for (var field : fields.fields()
                                .subList(0, Math.min(10, fields.fields().size()))) {
                            fields.decoded(field);
                            AddressList.parse(fields.raw(field));
                            ContentType.parse(fields.raw(field));
                        }
                    },
                    () -> input.substring(0, 40));
        }
    }
}
