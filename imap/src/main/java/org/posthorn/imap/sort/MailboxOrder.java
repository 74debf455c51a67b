package org.posthorn.imap.sort;

import org.posthorn.storage.mailbox.Uids;

/// The order of SEARCH.
public record MailboxOrder(Uids all) implements Ranking {
    @Override
    public int count() {
        return all.count();
    }

    @Override
    public long at(int place) {
        return all.at(place);
    }

    @Override
    public Uids set(int first, int last) {
        return first > last ? Uids.NONE : all.and(Uids.range(at(first), at(last)));
    }
}
