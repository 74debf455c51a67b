package org.posthorn.storage.engine;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.storage.Refused;

/// A change to the rows of one scope: puts, deletes and prefix deletes, in order, as bytes. Applying it needs nothing
/// else (no clock, no reading, no merging), so applying it anywhere gives the same rows. Immutable, thread-safe.
///
///     batch  := op*
///     op     := kind u8, table u8, key bytes, [value bytes]       keys are whole, with the scope's prefix
///     kind   := 0 put | 1 delete | 2 delete prefix
///
/// In memory it is a list of segments: each holds whole operations and is filled once, so that a batch of a million
/// messages needs its own size and not a multiple, and no array that the heap has no place for.
public final class Batch {
    /// The most that one batch may hold. Moving a message takes 122 octets (its placement and its place, put and
    /// deleted), expunging one less: 1,500,000 messages in one commit.
    public static final int LIMIT = 192 << 20;

    /// Small enough to be an ordinary object for any collector, also in a small heap.
    private static final int SEGMENT = 256 << 10;

    private static final int PUT = 0;
    private static final int DELETE = 1;
    private static final int DELETE_PREFIX = 2;
    private static final Table[] TABLES = Table.values();

    /// Is told a batch's operations in order, with whole keys.
    public interface Operations<X extends Exception> {
        void put(Table table, byte[] key, byte[] value) throws X;

        void delete(Table table, byte[] key) throws X;

        void deletePrefix(Table table, byte[] prefix) throws X;
    }

    private final Scope scope;
    private final List<byte[]> segments;
    private final int size;

    private Batch(Scope scope, List<byte[]> segments, int size) {
        this.scope = scope;
        this.segments = segments;
        this.size = size;
    }

    public static Builder in(Scope scope) {
        return new Builder(scope);
    }

    public Scope scope() {
        return scope;
    }

    /// In octets.
    public int size() {
        return size;
    }

    public <X extends Exception> void replay(Operations<X> operations) throws X {
        for (byte[] segment : segments) {
            var in = new BytesReader(segment);
            while (in.more()) {
                int kind = in.u8();
                Table table = TABLES[in.u8()];
                switch (kind) {
                    case PUT -> operations.put(table, in.bytes(), in.bytes());
                    case DELETE -> operations.delete(table, in.bytes());
                    case DELETE_PREFIX -> operations.deletePrefix(table, in.bytes());
                    default -> throw new BytesReader.Malformed("operation " + kind);
                }
            }
        }
    }

    /// Collects operations; keys are relative to the scope. Not thread-safe.
    public static final class Builder {
        /// Room for an operation's kind, table and lengths.
        private static final int HEAD = 16;

        private final Scope scope;
        private final byte[] prefix;
        private final List<byte[]> full = new ArrayList<>();
        private BytesWriter out = new BytesWriter(512);
        private int fullSize;

        private Builder(Scope scope) {
            this.scope = scope;
            this.prefix = scope.prefix();
        }

        public Builder put(Table table, byte[] key, byte[] value) {
            operation(PUT, table, key, value.length);
            out.bytes(value);
            return this;
        }

        public Builder delete(Table table, byte[] key) {
            operation(DELETE, table, key, 0);
            return this;
        }

        public Builder deletePrefix(Table table, byte[] key) {
            operation(DELETE_PREFIX, table, key, 0);
            return this;
        }

        public boolean isEmpty() {
            return size() == 0;
        }

        public int size() {
            return fullSize + out.size();
        }

        /// What was collected; the builder can go on.
        public Batch build() {
            var segments = new ArrayList<>(full);
            if (out.size() > 0) {
                segments.add(out.toBytes());
            }
            return new Batch(scope, List.copyOf(segments), size());
        }

        private void operation(int kind, Table table, byte[] key, int valueLength) {
            long needed = (long) HEAD + prefix.length + key.length + valueLength;
            if (size() + needed > LIMIT) {
                throw new Refused(Refused.Why.TOO_BIG, "too many messages at once");
            }
            if (out.size() > 0 && out.size() + needed > SEGMENT) {
                full.add(out.toBytes());
                fullSize += out.size();
                out = new BytesWriter((int) Math.max(needed, SEGMENT));
            }
            out.u8(kind)
                    .u8(table.ordinal())
                    .varint(prefix.length + key.length)
                    .raw(prefix)
                    .raw(key);
        }
    }
}
