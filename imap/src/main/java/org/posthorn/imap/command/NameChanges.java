package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.storage.MailboxList;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;

/// Which mailboxes have another name now, between two moments of an account. Names may have been swapped meanwhile, and
/// clients take one response after the other; so a renaming is told as one only where nothing else had the new name
/// before, nor has the old one now. Otherwise both names are told as those of other mailboxes.
record NameChanges(MailboxList before, MailboxList now) {

    /// The old name of a mailbox that was renamed.
    Optional<MailboxName> renamed(MailboxId id) {
        var was = before.mailbox(id).map(Mailbox::name);
        var is = now.mailbox(id).map(Mailbox::name);
        boolean plain = was.isPresent()
                && is.isPresent()
                && !was.equals(is)
                && now.mailbox(was.get()).isEmpty()
                && before.mailbox(is.get()).isEmpty();
        return plain ? was : Optional.empty();
    }

    /// Whether the mailbox is one that the client knows, by this name or as a renamed one.
    boolean isKnown(MailboxId id) {
        var was = before.mailbox(id).map(Mailbox::name);
        return was.isPresent()
                && (was.equals(now.mailbox(id).map(Mailbox::name))
                        || renamed(id).isPresent());
    }

    /// Whether a renamed mailbox only followed its parent, which nobody need be told of (RFC 5465 §5.4).
    boolean isMovedAlong(MailboxName old, MailboxName name) {
        return old.parent()
                .flatMap(before::mailbox)
                .filter(parent -> renamed(parent.id()).isPresent())
                .flatMap(parent -> now.mailbox(parent.id())
                        .filter(moved ->
                                moved.name().inPlaceOf(parent.name(), old).equals(name)))
                .isPresent();
    }
}
