package org.posthorn.imap.thread;

import java.util.Arrays;
import java.util.BitSet;

/// The fifth step of REFERENCES: threads of one subject become one (RFC 5256 §3).
///
/// @param subjects each message's base subject, as a number; 0 is the empty one
/// @param highest  of these numbers
/// @param replies  the messages that are replies or forwards
record SubjectMerge(int[] subjects, int highest, BitSet replies) {

    void run(Forest forest, Forest.Roots roots) {
        int[] table = table(forest, roots);
        for (int entry : roots.entries()) { // step 5 C
            int subject = subjects[roots.first(entry)];
            int there = table[subject];
            if (subject != 0 && there != entry) {
                table[subject] = merged(forest, entry, there);
            }
        }
    }

    /// Step 5 B.
    private int[] table(Forest forest, Forest.Roots roots) {
        var table = new int[highest + 1];
        Arrays.fill(table, Forest.ROOT);
        for (int entry : roots.entries()) {
            int subject = subjects[roots.first(entry)];
            int there = table[subject];
            if (there == Forest.ROOT
                    || !forest.isDummy(there) && (forest.isDummy(entry) || replies.get(there) && !replies.get(entry))) {
                table[subject] = entry;
            }
        }
        return table;
    }

    /// @param there in the table; not a message when the entry is a dummy, which would have replaced it
    /// @return what is in the table from now on
    private int merged(Forest forest, int entry, int there) {
        if (forest.isDummy(entry)) {
            forest.merge(entry, there);
            return there;
        }
        if (forest.isDummy(there) || replies.get(entry) && !replies.get(there)) {
            forest.parent(entry, there);
            return there;
        }
        int dummy = forest.addDummy();
        forest.parent(entry, dummy);
        forest.parent(there, dummy);
        return dummy;
    }
}
