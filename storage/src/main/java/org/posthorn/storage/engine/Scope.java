package org.posthorn.storage.engine;

/// Whose rows a read or a batch is about. Keys at the seam are relative to their scope, so a batch can't reach into
/// another one; the engine puts [#prefix()] in front. A scope is what can be moved, exported or deleted as one.
public sealed interface Scope {

    Scope DIRECTORY = new Directory();

    static Scope account(int id) {
        return new Account(id);
    }

    byte[] prefix();

    /// Domains, accounts and the store's own facts.
    record Directory() implements Scope {
        @Override
        public byte[] prefix() {
            return new byte[0];
        }
    }

    /// All of one account:
    ///
    ///     prefix  := slot u16, account u32        big-endian
    ///     slot    := a fixed hash of the account's number over 1,024 slots
    ///
    /// The slot spreads accounts evenly over the key space, so that a share of the slots is a share of the load.
    record Account(int id) implements Scope {
        private static final int SLOT_BITS = 10;

        @Override
        public byte[] prefix() {
            return new BytesWriter(6).u16(slot()).u32(id).toBytes();
        }

        private int slot() {
            // Fibonacci hashing: neighbouring numbers land far apart.
            return (id * 0x9E3779B1) >>> (Integer.SIZE - SLOT_BITS);
        }
    }
}
