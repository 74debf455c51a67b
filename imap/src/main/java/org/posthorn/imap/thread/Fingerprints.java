package org.posthorn.imap.thread;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/// Numbers texts from 0 on, the same text with the same number, by fingerprints of 64 bits: among a million texts two
/// share one in less than one of ten million runs, and then they are only taken for one. Nobody outside can make two
/// that do, since fingerprints are made with a secret of this process. Not thread-safe.
final class Fingerprints {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[] SECRET =
            new SecureRandom().longs(3).map(word -> word | 1).toArray();

    /// What [#find] says of a text that has no number.
    static final int UNKNOWN = -1;

    private long[] prints = new long[1 << 10];
    /// Beside each print its text's number and 1; 0 where there is none.
    private int[] numbers = new int[1 << 10];
    private int count;

    static long of(byte[] text, int from, int to) {
        long print = SECRET[0] ^ to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            print = fold(print ^ SECRET[1], (long) LONGS.get(text, at) ^ SECRET[2]);
        }
        long rest = 0;
        for (; at < to; at++) {
            rest = rest << 8 | text[at] & 0xff;
        }
        print = fold(print ^ SECRET[1], rest ^ SECRET[2]);
        return fold(print ^ SECRET[0], SECRET[1]);
    }

    private static long fold(long a, long b) {
        return a * b ^ Math.multiplyHigh(a, b);
    }

    int find(long print) {
        return numbers[place(print)] - 1;
    }

    void put(long print, int number) {
        int place = place(print);
        if (numbers[place] == 0 && ++count * 2L > prints.length) {
            grow();
            place = place(print);
        }
        prints[place] = print;
        numbers[place] = number + 1;
    }

    private int place(long print) {
        int mask = prints.length - 1;
        int place = (int) print & mask;
        while (numbers[place] != 0 && prints[place] != print) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldPrints = prints;
        int[] oldNumbers = numbers;
        prints = new long[oldPrints.length * 2];
        numbers = new int[oldPrints.length * 2];
        for (int i = 0; i < oldPrints.length; i++) {
            if (oldNumbers[i] != 0) {
                int place = place(oldPrints[i]);
                prints[place] = oldPrints[i];
                numbers[place] = oldNumbers[i];
            }
        }
    }
}
