package org.posthorn.storage.message;

import java.time.Instant;
import java.util.Set;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxName;

/// Where one copy of an incoming message goes.
///
/// @param mailbox made (and subscribed) when it is not there
/// @param trace   header lines that stand above the message for this recipient, each with CRLF; may be empty
public record Delivery(AccountId account, MailboxName mailbox, byte[] trace, Set<Flag> flags, Instant internalDate) {}
