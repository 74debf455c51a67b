package org.posthorn.common.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;

/// Parses for tests, and says what must hold for any tree.
final class Trees {

    private Trees() {}

    static MimeStructure parse(byte[] message) {
        var parser = new MimeParser();
        parser.accept(ByteBuffer.wrap(message));
        return parser.finish();
    }

    static MimeStructure parse(byte[] message, int chunk) {
        var parser = new MimeParser();
        for (int at = 0; at < message.length; at += chunk) {
            parser.accept(ByteBuffer.wrap(message, at, Math.min(chunk, message.length - at)));
        }
        return parser.finish();
    }

    /// The root covers the message, parts lie in their parents in order and apart, lines are what a count
    /// gives.
    static void areSound(byte[] message, MimeStructure structure) {
        var root = structure.root();
        assertEquals(0, root.headerStart());
        assertEquals(message.length, root.bodyEnd());
        assertTrue(root.envelope().isPresent());
        isSound(message, root, 0);
    }

    private static void isSound(byte[] message, Part part, int depth) {
        assertTrue(depth <= OpenParts.MAX_DEPTH);
        assertTrue(part.headerStart() <= part.bodyStart() && part.bodyStart() <= part.bodyEnd(), part::toString);
        assertEquals(lines(message, part), part.lines(), part::toString);
        long least = part.bodyStart();
        for (var child : part.children()) {
            assertTrue(child.headerStart() >= least, part::toString);
            assertTrue(child.bodyEnd() <= part.bodyEnd(), part::toString);
            isSound(message, child, depth + 1);
            least = child.bodyEnd();
        }
    }

    private static long lines(byte[] message, Part part) {
        long lines = 0;
        for (long at = part.bodyStart(); at < part.bodyEnd(); at++) {
            lines += message[(int) at] == '\n' || at == part.bodyEnd() - 1 ? 1 : 0;
        }
        return lines;
    }
}
