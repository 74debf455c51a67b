package org.posthorn.storage.message;

import org.posthorn.common.mime.MimeStructure;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

/// A message as it is kept: parsed once, its header at hand, the rest in the blob.
///
/// Stored; the messageId is in the key:
///
///     message := version u8 = 1, size varint, home varint, blobId varint, head bytes, structure
///
/// @param head      the first bytes of the message: our trace header and the message's own header with its empty line,
/// or, of an
///                  overlong header, its first part; not to be changed
/// @param structure offsets count from the first byte of `head`
/// @param size      octets in all
public record StoredMessage(long messageId, byte[] head, MimeStructure structure, long size, BlobRef blob) {
    private static final int VERSION = 1;

    /// Where the bytes behind `head` are.
    ///
    /// @param home   the account under which the chunks lie
    /// @param blobId 0 when `head` is the whole message
    public record BlobRef(int home, long blobId) {
        public boolean isNone() {
            return blobId == 0;
        }
    }

    /// Octets behind `head`.
    public long blobSize() {
        return size - head.length;
    }

    public byte[] toBytes() {
        var out = new BytesWriter(head.length + 256)
                .u8(VERSION)
                .varint(size)
                .varint(blob.home())
                .varint(blob.blobId())
                .bytes(head);
        StructureRow.write(out, structure);
        return out.toRow();
    }

    public static StoredMessage ofBytes(long messageId, byte[] row) {
        var in = new BytesReader(row);
        in.version(VERSION);
        long size = in.varint();
        var blob = new BlobRef(Math.toIntExact(in.varint()), in.varint());
        byte[] head = in.bytes();
        return new StoredMessage(messageId, head, StructureRow.read(in), size, blob);
    }
}
