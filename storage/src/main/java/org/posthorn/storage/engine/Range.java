package org.posthorn.storage.engine;

import java.util.Arrays;

/// Keys from `from` (included) to `to` (excluded), in the unsigned order of their bytes, relative to a scope. An empty
/// `to` means the scope's end.
public record Range(byte[] from, byte[] to) {

    /// All keys that begin with the prefix.
    public static Range prefix(byte[] prefix) {
        return new Range(prefix, successor(prefix));
    }

    /// The rest of the range behind a key.
    public Range after(byte[] key) {
        return new Range(Arrays.copyOf(key, key.length + 1), to);
    }

    /// The first key behind all keys with the prefix; empty when there is none.
    static byte[] successor(byte[] prefix) {
        int last = prefix.length - 1;
        while (last >= 0 && prefix[last] == (byte) 0xff) {
            last--;
        }
        byte[] next = Arrays.copyOf(prefix, last + 1);
        if (last >= 0) {
            next[last]++;
        }
        return next;
    }
}
