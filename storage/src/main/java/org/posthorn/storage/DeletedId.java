package org.posthorn.storage;

import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.Uids;

/// Names a deleted message: the place that it had. As text `1042.1.977`, which is what an operator copies.
///
/// @param messageId the message's number in its account
/// @param uid       that it had in the mailbox
public record DeletedId(long messageId, MailboxId mailbox, long uid) {
    public DeletedId {
        if (messageId < 1 || uid < 1 || uid > Uids.MAX) {
            throw new IllegalArgumentException("message " + messageId + ", UID " + uid);
        }
    }

    /// @throws IllegalArgumentException it is none
    public static DeletedId parse(String text) {
        var parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("an id has three numbers, such as 1042.1.977");
        }
        return new DeletedId(
                Long.parseLong(parts[0]), new MailboxId(Integer.parseInt(parts[1])), Long.parseLong(parts[2]));
    }

    @Override
    public String toString() {
        return messageId + "." + mailbox.value() + "." + uid;
    }
}
