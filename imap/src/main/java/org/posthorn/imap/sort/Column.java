package org.posthorn.imap.sort;

import java.util.Arrays;

/// One value of each message, numbered from 0 in the order in which they were added: arrays, no objects. Not
/// thread-safe.
sealed interface Column extends IndexSort.Order {

    /// Dates and sizes.
    final class Numbers implements Column {
        private final long[] values;
        private int count;

        Numbers(int most) {
            values = new long[most];
        }

        void add(long value) {
            values[count++] = value;
        }

        @Override
        public int compare(int a, int b) {
            return Long.compare(values[a], values[b]);
        }
    }

    /// Texts, by their octets.
    ///
    /// What all texts of one sort hold is bounded: behind the first 32 MiB of a column only the beginnings of texts
    /// count, so that a mailbox full of long ones is sorted less finely, but is sorted.
    final class Texts implements Column {
        private static final int PLENTY = 32 << 20;
        /// Of texts behind that.
        private static final int SHORT = 16;

        private final long[] beginnings;
        private final int[] ends;
        private byte[] pool;
        private int count;

        Texts(int most) {
            beginnings = new long[most];
            ends = new int[most];
            pool = new byte[(int) Math.min(PLENTY, 64 + 32L * most)];
        }

        void add(CollationKey key) {
            int start = start(count);
            int length = start < PLENTY ? key.length() : Math.min(key.length(), SHORT);
            int end = start + length;
            if (end > pool.length) {
                pool = Arrays.copyOf(pool, (int) Math.max(end, Math.min(pool.length * 2L, PLENTY)));
            }
            System.arraycopy(key.octets(), 0, pool, start, length);
            for (int i = 0; i < Long.BYTES; i++) {
                beginnings[count] = beginnings[count] << 8 | (i < length ? pool[start + i] & 0xff : 0);
            }
            ends[count++] = end;
        }

        private int start(int number) {
            return number == 0 ? 0 : ends[number - 1];
        }

        @Override
        public int compare(int a, int b) {
            int first = Long.compareUnsigned(beginnings[a], beginnings[b]);
            return first != 0 ? first : Arrays.compareUnsigned(pool, start(a), ends[a], pool, start(b), ends[b]);
        }
    }
}
