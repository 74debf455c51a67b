package org.posthorn.storage.engine;

import java.util.ArrayList;
import java.util.List;

/// Whose rows a read or a batch is about. Keys at the seam are relative to their scope, so a batch can't reach into
/// another one; the engine puts [#prefix()] in front. A scope is what can be moved, exported or deleted as one.
public sealed interface Scope {

    Scope DIRECTORY = new Directory();

    static Scope account(int id) {
        return new Account(id);
    }

    byte[] prefix();

    /// The accounts that have rows in a table, jumping from one to the next.
    static List<Integer> accounts(Engine engine, Table table) {
        var ids = new ArrayList<Integer>();
        var page = engine.page(DIRECTORY, table, new Range(new byte[0], new byte[0]), 1);
        while (!page.entries().isEmpty()) {
            var key = new BytesReader(page.entries().getFirst().key());
            key.u16();
            int id = (int) key.u32();
            ids.add(id);
            byte[] behind = Range.successor(account(id).prefix());
            page = engine.page(DIRECTORY, table, new Range(behind, new byte[0]), 1);
        }
        return ids;
    }

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
