package org.posthorn.imap.sort;

import org.posthorn.storage.mailbox.Uids;

/// Messages in the order in which a searching command has them; places count from 1 (RFC 5267 §4.1).
public sealed interface Ranking permits MailboxOrder, SortedUids {

    int count();

    /// The UID at a place.
    long at(int place);

    /// Those at the places from `first` to `last`, both included; none when first is greater.
    Uids set(int first, int last);

    default Uids all() {
        return set(1, count());
    }
}
