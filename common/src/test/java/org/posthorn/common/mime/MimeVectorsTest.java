package org.posthorn.common.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.posthorn.common.vectors.Vectors;

/// The mails from other projects' tests: wherever a chunk ends, the structure is the same, and it is
/// sound.
class MimeVectorsTest {

    @Test
    void everySplitGivesTheSame() throws IOException {
        int mails = 0;
        for (var file : Vectors.mails()) {
            var mail = Files.readAllBytes(file);
            everySplit(file, mail);
            everySplit(file, Vectors.normalised(mail));
            mails++;
        }
        assertTrue(mails > 200, () -> "the vectors are not all there");
    }

    private static void everySplit(Path file, byte[] mail) {
        var whole = Trees.parse(mail);
        Trees.areSound(mail, whole);
        for (int size = 1; size < 100; size = size * 2 + 1) {
            assertEquals(whole, Trees.parse(mail, size), () -> file.toString());
        }
        // Every place where a chunk can end; in large mail, every place in its head and some in the rest.
        int step = 1;
        for (int split = 1; split < mail.length; split += step) {
            assertEquals(whole, split(mail, split), file + " split at " + split);
            step = split < 2_000 ? 1 : 1 + mail.length / 100;
        }
    }

    private static MimeStructure split(byte[] mail, int split) {
        var parser = new MimeParser();
        parser.accept(ByteBuffer.wrap(mail, 0, split));
        parser.accept(ByteBuffer.wrap(mail, split, mail.length - split));
        return parser.finish();
    }

    @Test
    void directAndReadOnlyBuffersGiveTheSame() throws IOException {
        for (var file : Vectors.mails()) {
            var mail = Files.readAllBytes(file);
            var direct = ByteBuffer.allocateDirect(mail.length).put(mail).flip();
            var parser = new MimeParser();
            parser.accept(direct);
            assertEquals(0, direct.remaining());
            assertEquals(Trees.parse(mail), parser.finish(), file::toString);
        }
    }

    @Test
    void corpusIsSound() {
        for (var mail : Vectors.corpus("spamassassin-a").values()) {
            var whole = Trees.parse(mail);
            Trees.areSound(mail, whole);
            assertEquals(whole, Trees.parse(mail, 61));
        }
    }
}
