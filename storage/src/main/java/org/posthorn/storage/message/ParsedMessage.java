package org.posthorn.storage.message;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.posthorn.common.mime.Part;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.message.StoredMessage.BlobRef;

/// A message that has arrived, taken apart: what the records of all its recipients have in common.
public final class ParsedMessage {
    private final byte[] head;
    private final byte[] structure;
    private final StoredColumns columns;
    private final byte[] columnBytes;
    private final byte[] preview;

    private ParsedMessage(byte[] head, Part root, ByteBuffer behind) {
        this.head = head;
        this.structure = StructureRow.of(root);
        this.columns = StoredColumns.of(root.envelope().orElseThrow());
        this.columnBytes = columns.toBytes();
        this.preview = preview(behind);
    }

    /// @param bytes  begin with the message's own header, or the first part of an overlong one
    /// @param head   how many octets of it the record keeps
    /// @param behind some of the octets behind that, or all
    public static ParsedMessage of(byte[] bytes, int head, Part root, ByteBuffer behind) {
        return new ParsedMessage(Arrays.copyOf(bytes, head), root, behind);
    }

    /// A text, or nothing where that which it would be made of is not at hand.
    private byte[] preview(ByteBuffer behind) {
        var out = new BytesWriter(256);
        var part = Preview.part(StoredPart.root(structure, 0, structure.length, 0));
        if (part.isEmpty()) {
            StructureRow.text(out, "");
            return out.toBytes();
        }
        long from = part.get().bodyStart() - head.length;
        long wanted = Math.min(part.get().bodySize(), Preview.MOST_READ);
        long to = Math.min(from + wanted, behind.limit());
        // What began late is not judged by its first words.
        if (from >= 0 && (to == from + wanted || to - from >= Preview.ENOUGH)) {
            StructureRow.text(out, Preview.of(part.get(), behind.slice((int) from, (int) (to - from))));
        }
        return out.toBytes();
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
        return new BytesWriter(head.length + trace.length + structure.length + columnBytes.length + 256)
                .u8(StoredMessage.VERSION)
                .varint(size)
                .varint(blob.home())
                .varint(blob.blobId())
                .varint(threadId)
                .varint(trace.length)
                .varint(structure.length)
                .varint(columnBytes.length)
                .varint(preview.length)
                .raw(structure)
                .raw(columnBytes)
                .raw(preview)
                .raw(trace)
                .raw(head)
                .toRow();
    }
}
