package org.posthorn.imap.thread;

import java.util.Arrays;
import org.posthorn.imap.sort.IndexSort;

/// Threads as they come to be: each message, by its number from 0, and what stands above it. Dummies, which
/// are messages that nobody has, have the numbers behind those of messages, and stand at the top. Not
/// thread-safe.
final class Forest {
    static final int ROOT = -1;

    private final int messages;
    private final int[] parents;
    private int[] mergedInto = new int[16]; // by dummies, counted from 0; ROOT: not merged
    private int dummies;

    Forest(int messages) {
        this.messages = messages;
        this.parents = new int[messages];
        Arrays.fill(parents, ROOT);
    }

    /// Messages and dummies.
    int entries() {
        return messages + dummies;
    }

    boolean isDummy(int entry) {
        return entry >= messages;
    }

    int addDummy() {
        if (dummies == mergedInto.length) {
            mergedInto = Arrays.copyOf(mergedInto, dummies * 2);
        }
        mergedInto[dummies] = ROOT;
        return messages + dummies++;
    }

    /// @param parent a message, a dummy, or [#ROOT]
    void parent(int message, int parent) {
        parents[message] = parent;
    }

    int parent(int message) {
        int parent = parents[message];
        return parent >= messages && mergedInto[parent - messages] != ROOT ? mergedInto[parent - messages] : parent;
    }

    /// All that the first dummy has becomes the other's.
    void merge(int dummy, int into) {
        mergedInto[dummy - messages] = into;
    }

    /// The message or dummy at the top of each message's thread, by message.
    int[] tops() {
        var tops = new int[messages];
        Arrays.setAll(tops, this::parent);
        for (int message = 0; message < messages; message++) {
            int at = message;
            while (tops[at] != ROOT && !isDummy(tops[at])) {
                int above = tops[at];
                if (tops[above] != ROOT && !isDummy(tops[above])) {
                    tops[at] = tops[above]; // the next one has half the way
                }
                at = above;
            }
            if (at != message) {
                tops[message] = tops[at] == ROOT ? at : tops[at];
            }
        }
        for (int message = 0; message < messages; message++) {
            tops[message] = tops[message] == ROOT ? message : tops[message];
        }
        return tops;
    }

    /// What stands at the top, in order; dummies by the first message that they hold.
    ///
    /// @param order all messages, siblings in the order in which they shall stand
    Roots roots(int[] order) {
        var entries = new int[messages];
        var first = new int[dummies];
        Arrays.fill(first, ROOT);
        int count = 0;
        for (int message : order) {
            int parent = parent(message);
            if (parent == ROOT) {
                entries[count++] = message;
            } else if (isDummy(parent) && first[parent - messages] == ROOT) {
                first[parent - messages] = message;
                entries[count++] = parent;
            }
        }
        return new Roots(messages, Arrays.copyOf(entries, count), first);
    }

    /// @param entries messages and dummies
    /// @param first   the first message of each dummy
    record Roots(int messages, int[] entries, int[] first) {
        /// The message, or the first one that a dummy holds.
        int first(int entry) {
            return entry < messages ? entry : first[entry - messages];
        }

        /// In another order.
        Roots sorted(IndexSort.Order order) {
            int[] places = IndexSort.sorted(entries.length, (a, b) -> order.compare(entries[a], entries[b]));
            Arrays.setAll(places, i -> entries[places[i]]);
            return new Roots(messages, places, first);
        }
    }

    /// The finished tree.
    ///
    /// @param uids of all messages
    ThreadTree tree(int[] order, Roots roots, int[] uids) {
        var starts = new int[messages + dummies + 1];
        for (int message = 0; message < messages; message++) {
            int parent = parent(message);
            if (parent != ROOT) {
                starts[parent + 1]++;
            }
        }
        for (int i = 0; i < messages + dummies; i++) {
            starts[i + 1] += starts[i];
        }
        var next = Arrays.copyOf(starts, messages + dummies);
        var children = new int[starts[messages + dummies]];
        for (int message : order) {
            int parent = parent(message);
            if (parent != ROOT) {
                children[next[parent]++] = message;
            }
        }
        return new ThreadTree(uids, roots.entries(), starts, children);
    }
}
