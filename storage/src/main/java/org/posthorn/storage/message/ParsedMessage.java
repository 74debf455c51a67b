package org.posthorn.storage.message;

import java.util.Arrays;
import org.posthorn.common.mime.Part;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.message.StoredMessage.BlobRef;

/// A message that has arrived, taken apart: what the records of all its recipients have in common.
public final class ParsedMessage {
    private static final byte[] NONE = {};

    private final byte[] head;
    private final byte[] structure;
    private final StoredColumns columns;
    private final byte[] columnBytes;

    private ParsedMessage(byte[] head, Part root) {
        this.head = head;
        this.structure = StructureRow.of(root);
        this.columns = StoredColumns.of(root.envelope().orElseThrow());
        this.columnBytes = columns.toBytes();
    }

    /// @param bytes begin with the message's own header, or the first part of an overlong one
    /// @param head  how many octets of it the record keeps
    public static ParsedMessage of(byte[] bytes, int head, Part root) {
        return new ParsedMessage(Arrays.copyOf(bytes, head), root);
    }

    public StoredColumns columns() {
        return columns;
    }

    /// The record for one recipient, as [StoredMessage] reads it.
    ///
    /// @param trace    header lines above the message, of this recipient only
    /// @param size     octets in all, with the trace
    /// @param threadId of the thread in this recipient's account
    public byte[] toRow(byte[] trace, long size, BlobRef blob, long threadId) {
        return new BytesWriter(head.length + trace.length + structure.length + columnBytes.length + 64)
                .u8(StoredMessage.VERSION)
                .varint(size)
                .varint(blob.home())
                .varint(blob.blobId())
                .varint(threadId)
                .varint(trace.length)
                .varint(structure.length)
                .varint(columnBytes.length)
                .varint(NONE.length)
                .raw(structure)
                .raw(columnBytes)
                .raw(NONE)
                .raw(trace)
                .raw(head)
                .toRow();
    }
}
