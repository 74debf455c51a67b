package org.posthorn.imap.command;

import java.util.List;
import java.util.Optional;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Rights;

/// Finds mailboxes for a session, by the names that its client knows.
record Reach(State.LoggedIn session) {

    Optional<Reached> find(MailboxName name) {
        var account = session.account();
        return account.mailbox(name).map(mailbox -> new Reached(account, mailbox, Rights.ALL, name));
    }

    /// Those that the user may look up.
    List<Reached> all() {
        var account = session.account();
        return account.mailboxes().stream()
                .map(mailbox -> new Reached(account, mailbox, Rights.ALL, mailbox.name()))
                .toList();
    }

    /// @throws Refused NOT_FOUND: it is gone
    Reached selected(SelectedMailbox view) {
        var mailbox = view.account().mailbox(view.id()).orElseThrow(Reach::noSuchMailbox);
        return new Reached(view.account(), mailbox, Rights.ALL, mailbox.name());
    }

    static Refused noSuchMailbox() {
        return new Refused(Refused.Why.NOT_FOUND, "no such mailbox");
    }
}
