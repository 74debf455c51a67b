package org.posthorn.imap.command;

import java.util.List;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.Account;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Right;
import org.posthorn.storage.mailbox.Rights;

/// A mailbox that a name led to, and what the session's user may do with it (RFC 4314). To be used within the command
/// that asked for it. The rows of [#mailbox()] have the owner's name for it; responses have [#name()].
///
/// @param account the owner's, as this user sees it; it may be another's
/// @param name    as this client knows it
record Reached(Account account, Mailbox mailbox, Rights rights, MailboxName name) {

    MailboxId id() {
        return mailbox.id();
    }

    /// @throws Refused NOT_FOUND: it went meanwhile
    MailboxState state() {
        return account.state(mailbox.id());
    }

    boolean isOwn() {
        return account.isOwner();
    }

    /// Whether the user may know that it is there.
    boolean isKnown() {
        return rights.tellOfIt();
    }

    /// Its MAILBOXID (RFC 8474 §4): numbers of another account's mailboxes could be those of the user's own.
    String objectId() {
        return account.objectId(mailbox.objectId());
    }

    boolean may(Right right) {
        return rights.has(right);
    }

    /// @throws Refused NO_PERMISSION unless the user has all these rights
    Reached require(Right... needed) {
        if (!rights.hasAll(List.of(needed))) {
            throw noPermission();
        }
        return this;
    }

    static Refused noPermission() {
        return new Refused(Refused.Why.NO_PERMISSION, "you have no right to do that");
    }

    /// Whether it is one of that account's.
    boolean isOf(Account other) {
        return account.id().equals(other.id());
    }

    /// Whether it is the mailbox of that view.
    boolean is(SelectedMailbox view) {
        return isOf(view.account()) && id().equals(view.id());
    }
}
