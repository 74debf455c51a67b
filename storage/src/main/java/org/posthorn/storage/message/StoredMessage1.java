package org.posthorn.storage.message;

import java.nio.ByteBuffer;
import org.posthorn.common.mime.HeaderFields;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.message.StoredMessage.BlobRef;

/// Records of version 1, as the first releases wrote them. They become version 2 in memory, so that there is one way
/// to read a message.
///
///     message := version u8 = 1, size varint, home varint, blobId varint, head bytes, structure
///
/// `structure` is of [StructureRow1]; its offsets count from the first byte of `head`.
final class StoredMessage1 {
    private StoredMessage1() {}

    /// A message of version 1 is a thread by itself.
    ///
    /// @param in behind the version
    /// @return the row of version 2
    static byte[] upgraded(long messageId, BytesReader in) {
        long size = in.varint();
        var blob = new BlobRef(Math.toIntExact(in.varint()), in.varint());
        byte[] head = in.bytes();
        var root = StructureRow1.read(in, HeaderFields.of(head).first("References"));
        if (root.envelope().isEmpty()) {
            throw new BytesReader.Malformed("a message without an envelope");
        }
        return ParsedMessage.of(head, head.length, root, ByteBuffer.allocate(0))
                .toRow(new byte[0], size, blob, messageId);
    }
}
