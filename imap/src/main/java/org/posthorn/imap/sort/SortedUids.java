package org.posthorn.imap.sort;

import java.util.Arrays;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;

/// The order that SORT was asked for. Immutable.
public final class SortedUids implements Ranking {
    private final int[] uids;

    /// @param uids taken over
    SortedUids(int[] uids) {
        this.uids = uids;
    }

    /// The same order without some.
    public SortedUids without(Uids gone) {
        return new SortedUids(Arrays.stream(uids)
                .filter(uid -> !gone.contains(Integer.toUnsignedLong(uid)))
                .toArray());
    }

    @Override
    public int count() {
        return uids.length;
    }

    @Override
    public long at(int place) {
        return Integer.toUnsignedLong(uids[place - 1]);
    }

    @Override
    public Uids set(int first, int last) {
        var set = new UidsBuilder();
        for (int place = first; place <= last; place++) {
            set.add(at(place));
        }
        return set.build();
    }
}
