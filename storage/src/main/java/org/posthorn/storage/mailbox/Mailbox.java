package org.posthorn.storage.mailbox;

import java.util.Set;

/// A mailbox's row: what LIST and STATUS need, without its state. Immutable.
///
/// @param messages how many; like unseen, deleted and size counted in the commit that changes them
/// @param size     octets of all messages
public record Mailbox(
        MailboxId id,
        MailboxName name,
        Set<SpecialUse> use,
        boolean subscribed,
        long uidValidity,
        long uidNext,
        long highestModSeq,
        long messages,
        long unseen,
        long deleted,
        long size) {

    public String objectId() {
        return "F" + Integer.toString(id.value(), 36);
    }
}
