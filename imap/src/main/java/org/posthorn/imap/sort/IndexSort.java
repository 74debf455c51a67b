package org.posthorn.imap.sort;

import java.util.Arrays;

/// Sorts numbers by what they stand for, stable, without an object for any of them: merging from the bottom up, never
/// slower than n log n, and linear where they are in order already, or in the opposite one, as mail mostly is.
public final class IndexSort {
    private IndexSort() {}

    /// Compares what two numbers stand for.
    public interface Order {
        int compare(int a, int b);
    }

    /// 0 to count - 1, sorted.
    public static int[] sorted(int count, Order order) {
        var numbers = new int[count];
        Arrays.setAll(numbers, i -> i);
        sort(numbers, 0, count, order);
        return numbers;
    }

    /// Sorts those from `from` to before `to`.
    public static void sort(int[] numbers, int from, int to, Order order) {
        var aside = new int[to - from];
        for (long width = 1; width < to - from; width *= 2) {
            for (long start = from; start + width < to; start += 2 * width) {
                merge(numbers, (int) start, (int) (start + width), (int) Math.min(start + 2 * width, to), aside, order);
            }
        }
    }

    /// Merges two runs that lie side by side; the first is put aside.
    private static void merge(int[] numbers, int from, int middle, int to, int[] aside, Order order) {
        if (order.compare(numbers[middle - 1], numbers[middle]) <= 0) {
            return;
        }
        int length = middle - from;
        System.arraycopy(numbers, from, aside, 0, length);
        if (order.compare(numbers[to - 1], aside[0]) < 0) { // the other way round
            System.arraycopy(numbers, middle, numbers, from, to - middle);
            System.arraycopy(aside, 0, numbers, to - length, length);
            return;
        }
        int left = 0;
        int right = middle;
        int at = from;
        while (left < length && right < to) {
            numbers[at++] = order.compare(aside[left], numbers[right]) <= 0 ? aside[left++] : numbers[right++];
        }
        System.arraycopy(aside, left, numbers, at, length - left);
    }
}
