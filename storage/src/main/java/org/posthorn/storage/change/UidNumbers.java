package org.posthorn.storage.change;

import java.util.function.LongPredicate;

/// A number for each of some UIDs, without an object for any: a hash table with open addressing, where a search goes
/// from a UID's own slot to the next empty one. Not thread-safe.
final class UidNumbers {
    private static final int LEAST = 16;

    private int[] uids = new int[LEAST];
    private long[] numbers = new long[LEAST];
    private int count;

    /// 0 when it has none.
    long of(long uid) {
        return numbers[slot((int) uid)];
    }

    /// Puts the number, unless there is a greater one.
    ///
    /// @param number positive
    void raise(long uid, long number) {
        int slot = slot((int) uid);
        if (uids[slot] == 0) {
            uids[slot] = (int) uid;
            count++;
        }
        numbers[slot] = Math.max(numbers[slot], number);
        if (count > uids.length / 2) {
            rebuild(uids.length * 2, _ -> true);
        }
    }

    void remove(long uid) {
        int empty = slot((int) uid);
        if (uids[empty] == 0) {
            return;
        }
        count--;
        // What was pushed on by the removed one moves back, so that no search ends too early.
        for (int next = empty + 1 & mask(); uids[next] != 0; next = next + 1 & mask()) {
            int home = home(uids[next]);
            if ((next - home & mask()) >= (next - empty & mask())) {
                uids[empty] = uids[next];
                numbers[empty] = numbers[next];
                empty = next;
            }
        }
        uids[empty] = 0;
        numbers[empty] = 0;
    }

    void removeAll(LongPredicate gone) {
        rebuild(uids.length, uid -> !gone.test(uid));
    }

    long weight() {
        return uids.length * (long) (Integer.BYTES + Long.BYTES);
    }

    private void rebuild(int size, LongPredicate kept) {
        int[] oldUids = uids;
        long[] oldNumbers = numbers;
        uids = new int[size];
        numbers = new long[size];
        count = 0;
        for (int i = 0; i < oldUids.length; i++) {
            if (oldUids[i] != 0 && kept.test(Integer.toUnsignedLong(oldUids[i]))) {
                int slot = slot(oldUids[i]);
                uids[slot] = oldUids[i];
                numbers[slot] = oldNumbers[i];
                count++;
            }
        }
    }

    /// Where the UID is, or the empty slot where it would be.
    private int slot(int uid) {
        int slot = home(uid);
        while (uids[slot] != 0 && uids[slot] != uid) {
            slot = slot + 1 & mask();
        }
        return slot;
    }

    private int home(int uid) {
        int mixed = uid * 0x9e3779b9; // the golden ratio: neighbours go far apart
        return (mixed ^ mixed >>> 16) & mask();
    }

    private int mask() {
        return uids.length - 1;
    }
}
