package org.posthorn.storage.message;

import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

/// A message as it is kept: parsed once, its header at hand, the rest in the blob. It holds the record's bytes, knows
/// where its sections are, and decodes one when it is asked for. Immutable.
///
/// Stored; the messageId is in the key:
///
///     message := version u8 = 2, size varint, home varint, blobId varint, thread varint, trace varint,
///                structure length varint, columns length varint, preview length varint,
///                structure, columns, preview, head
///     trace   := octets of head that are above the message: our own header lines
///     preview := nothing, yet unknown | text
///
/// `structure` is of [StructureRow], `columns` of [StoredColumns]; `head` is the rest: the first bytes of the message,
/// our trace header and the message's own header with its empty line, or, of an overlong header, its first part.
/// Records of version 1 are read by [StoredMessage1].
public final class StoredMessage {
    static final int VERSION = 2;

    private final long messageId;
    private final byte[] row;
    private final long size;
    private final BlobRef blob;
    private final long threadId;
    private final long trace;
    private final int structure;
    private final int columns;
    private final int preview;
    private final int head;
    private final int end;

    /// Where the bytes behind `head` are.
    ///
    /// @param home   the account under which the chunks lie
    /// @param blobId 0 when `head` is the whole message
    public record BlobRef(int home, long blobId) {
        public boolean isNone() {
            return blobId == 0;
        }
    }

    /// @param in behind the version
    private StoredMessage(long messageId, byte[] row, BytesReader in) {
        this.messageId = messageId;
        this.row = row;
        this.size = in.varint();
        this.blob = new BlobRef(Math.toIntExact(in.varint()), in.varint());
        this.threadId = in.varint();
        this.trace = in.varint();
        int structureLength = in.length();
        int columnsLength = in.length();
        int previewLength = in.length();
        this.structure = in.position();
        this.columns = structure + structureLength;
        this.preview = columns + columnsLength;
        this.head = preview + previewLength;
        this.end = in.end();
        if (head > end || head < 0 || end - head > size) {
            throw new BytesReader.Malformed("sections longer than their record");
        }
    }

    /// @param row not to be changed from now on
    /// @throws BytesReader.Malformed damaged
    public static StoredMessage ofBytes(long messageId, byte[] row) {
        var in = new BytesReader(row);
        if (in.version(VERSION) == 1) {
            return ofBytes(messageId, StoredMessage1.upgraded(messageId, in));
        }
        return new StoredMessage(messageId, row, in);
    }

    public long messageId() {
        return messageId;
    }

    /// Octets in all.
    public long size() {
        return size;
    }

    public BlobRef blob() {
        return blob;
    }

    /// The number of the first message of its thread; never changes.
    public long threadId() {
        return threadId;
    }

    /// The first bytes of the message.
    public Slice head() {
        return new Slice(row, head, end);
    }

    /// Octets in [#head()].
    public int headSize() {
        return end - head;
    }

    /// Octets behind [#head()].
    public long blobSize() {
        return size - headSize();
    }

    /// The message itself as a part.
    public StoredPart root() {
        return StoredPart.root(row, structure, columns, trace);
    }

    public StoredColumns columns() {
        return StoredColumns.read(new RowCursor(row, columns, preview));
    }

    /// The same, read without making objects of it.
    public ColumnCursor columnCursor() {
        return new ColumnCursor(new RowCursor(row, columns, preview));
    }

    /// Its first words; absent where they were not at hand when the record was written.
    public Slice preview() {
        return preview == head ? Slice.ABSENT : new RowCursor(row, preview, head).text();
    }

    /// The record for a copy in another account.
    ///
    /// @param thread of the copy, there
    public byte[] toRow(long thread) {
        return new BytesWriter(end - structure + 64)
                .u8(VERSION)
                .varint(size)
                .varint(blob.home())
                .varint(blob.blobId())
                .varint(thread)
                .varint(trace)
                .varint(columns - structure)
                .varint(preview - columns)
                .varint(head - preview)
                .raw(row, structure, end - structure)
                .toRow();
    }

    /// Reads all of it.
    ///
    /// @throws org.posthorn.storage.Refused DAMAGED
    public void verify() {
        root().verify();
        columns();
        preview();
    }
}
