package org.posthorn.imap.thread;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;

/// Threads, ready to be told. Immutable.
public final class ThreadTree {
    private final int[] uids;
    private final int[] roots;
    private final int[] starts;
    private final int[] children;

    /// @param uids     by message, numbered from 0; numbers behind are of dummies
    /// @param roots    messages and dummies
    /// @param starts   for each message and dummy: where its children begin; one more for the end
    /// @param children in their order
    ThreadTree(int[] uids, int[] roots, int[] starts, int[] children) {
        this.uids = uids;
        this.roots = roots;
        this.starts = starts;
        this.children = children;
    }

    public boolean isEmpty() {
        return roots.length == 0;
    }

    /// Writes `(2)(3 6 (4 23)(44 7 96))` (RFC 5256 §4 `thread-list`), however deep.
    ///
    /// @param number what to write of a UID
    public void write(LongUnaryOperator number, ImapEncoder out) throws PeerGone {
        for (int root : roots) {
            new Writing(number, out).thread(root);
        }
    }

    /// One thread on its way out.
    private final class Writing {
        private final LongUnaryOperator number;
        private final ImapEncoder out;
        /// Siblings that are still to come, of each level that is open: pairs of the next one and the end.
        private int[] open = new int[16];
        private int levels;

        Writing(LongUnaryOperator number, ImapEncoder out) {
            this.number = number;
            this.out = out;
        }

        void thread(int root) throws PeerGone {
            members(root);
            while (levels > 0) {
                int level = 2 * (levels - 1);
                if (open[level] < open[level + 1]) {
                    members(children[open[level]++]);
                } else {
                    levels--;
                    out.close();
                }
            }
        }

        /// From one message down to where the thread ends or splits.
        private void members(int first) throws PeerGone {
            out.open();
            int entry = first;
            tell(entry);
            while (starts[entry + 1] - starts[entry] == 1) {
                entry = children[starts[entry]];
                out.space();
                tell(entry);
            }
            if (starts[entry + 1] == starts[entry]) {
                out.close();
                return;
            }
            if (entry < uids.length) {
                out.space();
            }
            split(starts[entry], starts[entry + 1]);
        }

        private void tell(int entry) throws PeerGone {
            if (entry < uids.length) {
                out.number(number.applyAsLong(Integer.toUnsignedLong(uids[entry])));
            }
        }

        private void split(int from, int to) {
            if (2 * levels == open.length) {
                open = Arrays.copyOf(open, 2 * open.length);
            }
            open[2 * levels] = from;
            open[2 * levels + 1] = to;
            levels++;
        }
    }
}
