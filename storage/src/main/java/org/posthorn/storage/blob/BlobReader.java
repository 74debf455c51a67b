package org.posthorn.storage.blob;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.Refused;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;

/// Reads any part of a blob, chunk by chunk, a few chunks ahead. Thread-safe.
public final class BlobReader {
    /// The most bytes that a consumer is given at once.
    public static final int CHUNK = Chunk.SIZE;

    /// Chunks read from the engine at once.
    private static final int AHEAD = 4;

    private final Engine engine;

    public BlobReader(Engine engine) {
        this.engine = engine;
    }

    /// Takes chunks in order.
    public interface Consumer<X extends Exception> {
        /// @param chunk read-only
        void accept(ByteBuffer chunk) throws X;
    }

    /// How many chunks a blob has.
    public static int chunks(long size) {
        return Math.toIntExact((size + Chunk.SIZE - 1) / Chunk.SIZE);
    }

    /// Reads `[offset, end)` of the blob.
    ///
    /// @throws Refused NOT_FOUND when a chunk is not there, DAMAGED when it is not what was written
    public <X extends Exception> void read(Scope home, long blobId, long offset, long end, Consumer<X> consumer)
            throws X {
        int last = chunks(end);
        for (int number = (int) (offset / Chunk.SIZE); number < last; number += AHEAD) {
            var packed = load(home, blobId, number, Math.min(last, number + AHEAD));
            for (int i = 0; i < packed.size(); i++) {
                byte[] bytes = unpack(packed.get(i), blobId, number + i);
                long start = (long) (number + i) * Chunk.SIZE;
                int from = (int) Math.max(0, offset - start);
                int to = (int) Math.min(Chunk.SIZE, end - start);
                if (to > bytes.length) {
                    throw damaged(blobId, number + i, "too short");
                }
                consumer.accept(ByteBuffer.wrap(bytes, from, to - from).asReadOnlyBuffer());
            }
        }
    }

    /// Reads blobs of one chunk at once.
    ///
    /// @return by blob id, without those that are gone or damaged: [#read] says which of the two
    public Map<Long, byte[]> small(Scope home, List<Long> blobIds) {
        var keys = blobIds.stream().map(blobId -> Keys.chunk(blobId, 0)).toList();
        var bytes = new HashMap<Long, byte[]>();
        try {
            var packed = engine.multiGet(home, Table.CHUNK, keys);
            for (int i = 0; i < packed.size(); i++) {
                if (packed.get(i).isPresent()) {
                    bytes.put(blobIds.get(i), unpack(packed.get(i), blobIds.get(i), 0));
                }
            }
        } catch (Refused _) {
            return bytes; // those before the damaged one; the others are read one by one, which says whose it is
        }
        return bytes;
    }

    /// Whether the last chunk has no bytes behind the blob's end.
    public boolean endsAt(Scope home, long blobId, long size) {
        int chunks = chunks(size);
        if (chunks == 0) {
            return true;
        }
        var last = load(home, blobId, chunks - 1, chunks).getFirst();
        return unpack(last, blobId, chunks - 1).length == size - (long) (chunks - 1) * Chunk.SIZE;
    }

    private List<Optional<byte[]>> load(Scope home, long blobId, int first, int end) {
        var keys = new ArrayList<byte[]>();
        for (int number = first; number < end; number++) {
            keys.add(Keys.chunk(blobId, number));
        }
        return engine.multiGet(home, Table.CHUNK, keys);
    }

    private static byte[] unpack(Optional<byte[]> packed, long blobId, int number) {
        byte[] chunk = packed.orElseThrow(
                () -> new Refused(Refused.Why.NOT_FOUND, "chunk " + name(blobId, number) + " is gone"));
        try {
            return Chunk.unpack(chunk);
        } catch (BytesReader.Malformed e) {
            throw damaged(blobId, number, e.getMessage());
        }
    }

    private static Refused damaged(long blobId, int number, String how) {
        return new Refused(Refused.Why.DAMAGED, "chunk " + name(blobId, number) + " is damaged: " + how);
    }

    private static String name(long blobId, int number) {
        return blobId + "." + number;
    }
}
