package org.posthorn.storage;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.posthorn.common.mime.MimeParser;
import org.posthorn.storage.blob.BlobWriter;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.Ticket;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.message.IncomingMessage;
import org.posthorn.storage.message.ParsedMessage;
import org.posthorn.storage.message.Preview;
import org.posthorn.storage.message.StoredMessage;

/// A message on its way in: its header is kept apart as it comes by, the rest goes to the blob. For one thread.
final class ReceivedMessage implements IncomingMessage {
    /// What of a header is kept beside the message's record; an overlong header goes on in the blob.
    private static final int MAX_HEAD = 64 << 10;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final AccountWriter home;
    private final Runnable release;
    private final long limit;
    private final MimeParser parser = new MimeParser();
    private final BlobWriter blob;
    private byte[] head = new byte[1 << 10];
    private int headLength;
    private boolean headOpen = true;
    /// The first octets behind the head, for the preview.
    private ByteBuffer behind = ByteBuffer.allocate(1 << 10);
    private ParsedMessage parsed;
    private long size;
    private Stage stage = Stage.ARRIVING;

    private enum Stage {
        ARRIVING,
        FINISHED,
        KEPT,
        CLOSED
    }

    /// @param release lets the home account go
    ReceivedMessage(AccountWriter home, Runnable release, BlobWriter blob, long limit) {
        this.home = home;
        this.release = release;
        this.blob = blob;
        this.limit = limit;
    }

    @Override
    public void write(ByteBuffer chunk) {
        require(Stage.ARRIVING);
        if (chunk.remaining() > limit - size) {
            throw new Refused(Refused.Why.TOO_BIG, "the message is larger than " + limit + " octets");
        }
        size += chunk.remaining();
        parser.accept(chunk.duplicate());
        if (headOpen) {
            writeHead(chunk);
        }
        writeBehind(chunk);
    }

    private void writeBehind(ByteBuffer chunk) {
        int wanted = Math.min(chunk.remaining(), Preview.MOST_READ - behind.position());
        if (wanted > behind.remaining()) {
            int size = Math.min(Preview.MOST_READ, Math.max(behind.position() + wanted, behind.capacity() * 2));
            behind = ByteBuffer.allocate(size).put(behind.flip());
        }
        behind.put(chunk.slice(chunk.position(), wanted));
        blob.write(chunk);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void finish() {
        require(Stage.ARRIVING);
        var structure = parser.finish();
        if (headOpen) {
            cutHead(parser.headerEnd().orElse(headLength));
        }
        behind.flip();
        parsed = ParsedMessage.of(head, headLength, structure.root(), behind);
        behind = NOTHING;
        blob.seal();
        stage = Stage.FINISHED;
    }

    @Override
    public void close() {
        if (stage == Stage.CLOSED) {
            return;
        }
        boolean kept = stage == Stage.KEPT;
        stage = Stage.CLOSED;
        try {
            if (!kept) {
                blob.discard();
            }
        } finally {
            home.blobIds().arrived(blob.blobId());
            release.run();
        }
    }

    AccountWriter home() {
        return home;
    }

    /// What one recipient gets: the trace lines, then the message.
    MessageChanges.Arrival withTrace(byte[] trace, Set<Flag> flags, Instant date) {
        require(Stage.FINISHED);
        return new MessageChanges.Arrival(
                parsed,
                trace,
                size + trace.length,
                new StoredMessage.BlobRef(home.id().value(), blob.isEmpty() ? 0 : blob.blobId()),
                flags,
                date);
    }

    /// The last of the blob, for the commit that gives it its first reference.
    void finishBlob(Batch.Builder ofHome) {
        blob.finish(ofHome);
    }

    List<Ticket> builtOn() {
        return blob.builtOn();
    }

    /// The commit is done: the blob has its references.
    void kept() {
        stage = Stage.KEPT;
    }

    private void writeHead(ByteBuffer chunk) {
        int taken = Math.min(chunk.remaining(), MAX_HEAD - headLength);
        if (headLength + taken > head.length) {
            head = Arrays.copyOf(head, Math.min(MAX_HEAD, Math.max(headLength + taken, head.length * 2)));
        }
        chunk.get(head, headLength, taken);
        headLength += taken;
        OptionalLong end = parser.headerEnd();
        if (end.isPresent() || headLength == MAX_HEAD) {
            cutHead(end.orElse(headLength));
        }
    }

    /// Everything behind the end belongs to the blob.
    private void cutHead(long end) {
        int cut = (int) Math.min(end, headLength);
        writeBehind(ByteBuffer.wrap(head, cut, headLength - cut));
        headLength = cut;
        headOpen = false;
    }

    private void require(Stage expected) {
        if (stage != expected) {
            throw new IllegalStateException("the message is " + stage + ", not " + expected);
        }
    }
}
