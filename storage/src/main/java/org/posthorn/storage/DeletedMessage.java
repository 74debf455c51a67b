package org.posthorn.storage;

import java.time.Instant;
import java.util.List;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxName;

/// A message that was expunged, or went with its mailbox, and can be brought back.
///
/// @param mailbox   where it was, by the name that the mailbox has now, or had when it was deleted itself
/// @param size      octets
/// @param savedAt   when it came into that mailbox
public record DeletedMessage(
        DeletedId id,
        MailboxName mailbox,
        Instant deletedAt,
        long size,
        Instant internalDate,
        Instant savedAt,
        List<Flag> flags) {}
