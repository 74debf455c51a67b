package org.posthorn.imap.fetch;

import java.util.PrimitiveIterator;
import org.posthorn.storage.mailbox.Uids;

/// The sequence numbers of ascending UIDs. Where the UIDs are a run of the view, as they mostly are, it counts instead
/// of searching.
final class Sequences {
    private final Uids view;
    private final PrimitiveIterator.OfLong run;
    private final boolean counting;
    private int count;

    /// @param view what the client was told of
    /// @param uids of these, those that will be asked for
    Sequences(Uids view, Uids uids) {
        this.view = view;
        this.run = uids.iterator();
        int before = uids.isEmpty() ? 0 : view.rank(uids.first()) - 1;
        this.counting = !uids.isEmpty() && view.rank(uids.last()) - before == uids.count();
        this.count = before;
    }

    /// @param uid above the one asked for before
    int of(long uid) {
        if (!counting) {
            return view.rank(uid);
        }
        do {
            count++;
        } while (run.nextLong() != uid);
        return count;
    }
}
