package org.posthorn.storage.mailbox;

/// A mailbox's number within its account; survives renames, never given again. Its MAILBOXID (RFC 8474) is made of it.
public record MailboxId(int value) {
    public MailboxId {
        if (value <= 0) {
            throw new IllegalArgumentException("mailbox id " + value);
        }
    }
}
