package org.posthorn.storage.mailbox;

import java.util.List;
import java.util.Set;

/// What one mailbox holds at one moment: its UIDs and, for each flag, the UIDs that have it. Immutable; shared by all
/// sessions; replaced by the account's single writer.
public final class MailboxState {

    public MailboxId id() {
        throw new UnsupportedOperationException();
    }

    public long uidValidity() {
        throw new UnsupportedOperationException();
    }

    public long uidNext() {
        throw new UnsupportedOperationException();
    }

    /// Of the last change in this mailbox.
    public long highestModSeq() {
        throw new UnsupportedOperationException();
    }

    public Uids uids() {
        throw new UnsupportedOperationException();
    }

    /// Every flag that some message has or had; system flags always included.
    public Set<Flag> flags() {
        throw new UnsupportedOperationException();
    }

    /// The messages that have the flag; a part of [#uids()].
    public Uids with(Flag flag) {
        throw new UnsupportedOperationException();
    }

    /// The flags of one message, system flags first.
    public List<Flag> flagsOf(long uid) {
        throw new UnsupportedOperationException();
    }

    /// Octets of all messages.
    public long size() {
        throw new UnsupportedOperationException();
    }

    /// The messages of this state whose flags are not the same in the other: bitmap algebra, no rows read.
    public Uids flagsChangedSince(MailboxState earlier) {
        throw new UnsupportedOperationException();
    }
}
