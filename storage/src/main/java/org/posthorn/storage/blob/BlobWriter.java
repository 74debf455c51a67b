package org.posthorn.storage.blob;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.Ticket;

/// Writes one blob as its bytes arrive. Full chunks go down unsynced, behind an upload row that lets the sweeper find
/// them should nobody ever finish; the last chunk stays here for the commit that makes the blob somebody's. So a small
/// message is one commit, and a large one needs no more memory than a few chunks. For one thread.
///
/// All of it is built on the reservation of the number, which was never synced: when the engine had to recover in the
/// middle, the first chunks may be gone, and so neither another chunk nor the end of the blob is taken.
public final class BlobWriter {
    /// Chunks on their way to the disk at once, for one blob.
    private static final int IN_FLIGHT = 4;

    private static final byte[] UPLOADING = {1};

    private final Engine engine;
    private final Scope home;
    private final long blobId;
    private final Ticket reserved;
    private final Deque<Ticket> inFlight = new ArrayDeque<>();
    private byte[] buffer = new byte[4 << 10];
    private int buffered;
    private Optional<byte[]> last = Optional.empty();
    private int written;

    /// @param reserved that the number was given out is on its way to the disk
    public BlobWriter(Engine engine, Scope home, long blobId, Ticket reserved) {
        this.engine = engine;
        this.home = home;
        this.blobId = blobId;
        this.reserved = reserved;
    }

    public long blobId() {
        return blobId;
    }

    public boolean isEmpty() {
        return written == 0 && buffered == 0;
    }

    /// Takes what remains in the buffer.
    ///
    /// @throws org.posthorn.storage.Refused DISK_FULL
    public void write(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (buffered == Chunk.SIZE) {
                writeChunk();
            }
            int taken = Math.min(bytes.remaining(), Chunk.SIZE - buffered);
            if (buffered + taken > buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(Chunk.SIZE, Math.max(buffered + taken, buffer.length * 2)));
            }
            bytes.get(buffer, buffered, taken);
            buffered += taken;
        }
    }

    /// Nothing more is written: packs the last chunk. Apart from [#finish], which runs under the locks of accounts:
    /// packing takes up to 0.3 ms.
    public void seal() {
        if (buffered > 0) {
            last = Optional.of(Chunk.pack(buffer, buffered));
        }
        buffer = new byte[0]; // one command may bring many messages, which wait for their commit
    }

    /// Puts what is left into the commit that gives the blob its first reference.
    ///
    /// @param batch of the blob's home
    public void finish(Batch.Builder batch) {
        if (buffered > 0 && last.isEmpty()) {
            throw new IllegalStateException("blob " + blobId + " is not sealed");
        }
        last.ifPresent(chunk -> batch.put(Table.CHUNK, Keys.chunk(blobId, written), chunk));
        if (written > 0) {
            batch.delete(Table.ACCOUNT, Keys.upload(blobId));
        }
    }

    /// The commits that the one with [#finish] is built on.
    public List<Ticket> builtOn() {
        var tickets = new ArrayList<>(inFlight);
        tickets.add(reserved);
        return tickets;
    }

    /// Takes the written chunks back. Not behind a recovery: the commit that used them may have come through after all;
    /// if it has not, the sweeper finds the upload.
    public void discard() {
        if (written > 0) {
            engine.commitUnsynced(
                    Batch.in(home)
                            .deletePrefix(Table.CHUNK, Keys.chunks(blobId))
                            .delete(Table.ACCOUNT, Keys.upload(blobId))
                            .build(),
                    List.of(reserved));
        }
    }

    private void writeChunk() {
        var batch = Batch.in(home);
        if (written == 0) {
            batch.put(Table.ACCOUNT, Keys.upload(blobId), UPLOADING);
        }
        batch.put(Table.CHUNK, Keys.chunk(blobId, written), Chunk.pack(buffer, buffered));
        if (inFlight.size() == IN_FLIGHT) {
            inFlight.remove().await();
        }
        inFlight.add(engine.commitUnsynced(batch.build(), List.of(reserved)));
        written++;
        buffered = 0;
    }
}
