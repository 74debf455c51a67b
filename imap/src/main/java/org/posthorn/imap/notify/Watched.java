package org.posthorn.imap.notify;

import java.util.List;
import org.posthorn.storage.mailbox.MailboxName;

/// Mailboxes whose events a client wants to hear of, other than the one that it has selected (RFC 5465 §6). They are
/// looked for at each event, so a mailbox that comes into being later, or is subscribed to, counts from then on.
public sealed interface Watched {

    /// @param own        whether it is the user's, not another's or a shared one
    /// @param subscribed whether its name is on the user's list
    boolean covers(MailboxName name, boolean own, boolean subscribed);

    /// RFC 5465 §6.3: those that mail is delivered into.
    record Inboxes() implements Watched {
        @Override
        public boolean covers(MailboxName name, boolean own, boolean subscribed) {
            return name.equals(MailboxName.INBOX);
        }
    }

    record Personal() implements Watched {
        @Override
        public boolean covers(MailboxName name, boolean own, boolean subscribed) {
            return own;
        }
    }

    record Subscribed() implements Watched {
        @Override
        public boolean covers(MailboxName name, boolean own, boolean subscribed) {
            return subscribed;
        }
    }

    /// These and all below them.
    record Subtree(List<MailboxName> roots) implements Watched {
        @Override
        public boolean covers(MailboxName name, boolean own, boolean subscribed) {
            return roots.stream().anyMatch(root -> root.equals(name) || root.isAbove(name));
        }
    }

    record Mailboxes(List<MailboxName> names) implements Watched {
        @Override
        public boolean covers(MailboxName name, boolean own, boolean subscribed) {
            return names.contains(name);
        }
    }
}
