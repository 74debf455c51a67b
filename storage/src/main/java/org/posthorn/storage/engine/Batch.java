package org.posthorn.storage.engine;

import org.posthorn.storage.Refused;

/// A change to the rows of one scope: puts, deletes and prefix deletes, in order, as bytes. Applying it needs nothing
/// else (no clock, no reading, no merging), so applying it anywhere gives the same rows. Immutable, thread-safe.
///
///     batch  := op*
///     op     := kind u8, table u8, key bytes, [value bytes]       keys are whole, with the scope's prefix
///     kind   := 0 put | 1 delete | 2 delete prefix
public final class Batch {
    /// The most that one batch may hold; about 2,000,000 expunged messages.
    public static final int LIMIT = 128 << 20;

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
    private final byte[] bytes;

    private Batch(Scope scope, byte[] bytes) {
        this.scope = scope;
        this.bytes = bytes;
    }

    public static Builder in(Scope scope) {
        return new Builder(scope);
    }

    public Scope scope() {
        return scope;
    }

    public int size() {
        return bytes.length;
    }

    public <X extends Exception> void replay(Operations<X> operations) throws X {
        var in = new BytesReader(bytes);
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

    /// Collects operations; keys are relative to the scope. Not thread-safe.
    public static final class Builder {
        private final Scope scope;
        private final byte[] prefix;
        private final BytesWriter out = new BytesWriter(512);

        private Builder(Scope scope) {
            this.scope = scope;
            this.prefix = scope.prefix();
        }

        public Builder put(Table table, byte[] key, byte[] value) {
            operation(PUT, table, key);
            out.bytes(value);
            return this;
        }

        public Builder delete(Table table, byte[] key) {
            operation(DELETE, table, key);
            return this;
        }

        public Builder deletePrefix(Table table, byte[] key) {
            operation(DELETE_PREFIX, table, key);
            return this;
        }

        public boolean isEmpty() {
            return out.size() == 0;
        }

        public int size() {
            return out.size();
        }

        public Batch build() {
            return new Batch(scope, out.toBytes());
        }

        private void operation(int kind, Table table, byte[] key) {
            if (out.size() > LIMIT) {
                throw new Refused(Refused.Why.TOO_BIG, "too many messages at once");
            }
            out.u8(kind)
                    .u8(table.ordinal())
                    .varint(prefix.length + key.length)
                    .raw(prefix)
                    .raw(key);
        }
    }
}
