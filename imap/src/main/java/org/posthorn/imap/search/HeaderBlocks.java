package org.posthorn.imap.search;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.posthorn.common.mime.HeaderFields;
import org.posthorn.imap.fetch.MessageBytes;
import org.posthorn.storage.message.StoredPart;

/// The header fields of a part, read in blocks of bounded size that end where a field does. Only a field longer than a
/// block is cut.
final class HeaderBlocks {
    private HeaderBlocks() {}

    static final int BLOCK = 1 << 18;

    /// Whether some field of the part satisfies the test.
    static boolean any(MessageBytes bytes, StoredPart part, BiPredicate<HeaderFields, HeaderFields.Field> test) {
        return any(bytes, part, HeaderFields::of, test);
    }

    /// Whether some field of the name does.
    static boolean any(
            MessageBytes bytes, StoredPart part, String name, BiPredicate<HeaderFields, HeaderFields.Field> test) {
        return any(bytes, part, block -> HeaderFields.of(block, name), test);
    }

    private static boolean any(
            MessageBytes bytes,
            StoredPart part,
            Function<byte[], HeaderFields> reading,
            BiPredicate<HeaderFields, HeaderFields.Field> test) {
        for (long at = part.headerStart(); at < part.bodyStart(); ) {
            byte[] block = read(bytes, at, Math.min(at + BLOCK, part.bodyStart()));
            int length = at + block.length < part.bodyStart() ? fieldEnd(block) : block.length;
            var fields = reading.apply(length < block.length ? Arrays.copyOf(block, length) : block);
            for (var field : fields.fields()) {
                if (test.test(fields, field)) {
                    return true;
                }
            }
            at += length;
        }
        return false;
    }

    private static byte[] read(MessageBytes bytes, long from, long to) {
        var block = ByteBuffer.allocate((int) (to - from));
        bytes.<RuntimeException>read(from, to, block::put);
        return block.array();
    }

    /// The end of the last field that certainly has ended.
    private static int fieldEnd(byte[] block) {
        for (int i = block.length - 1; i > 0; i--) {
            if (block[i - 1] == '\n' && block[i] != ' ' && block[i] != '\t') {
                return i;
            }
        }
        return block.length;
    }
}
