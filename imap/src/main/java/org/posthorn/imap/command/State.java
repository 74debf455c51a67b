package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.Account;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;

/// Where a session stands (RFC 9051 §3), with what is there only then.
public sealed interface State {

    Dialogue dialogue();

    /// Not authenticated.
    record Greeted(Dialogue dialogue) implements State {}

    /// Authenticated, with or without a mailbox.
    sealed interface LoggedIn extends State {
        /// The user's own.
        Account account();

        /// The user's address.
        ///
        /// @throws Refused NOT_FOUND: the account was removed
        default EmailAddress address() {
            var directory = dialogue().service().store().directory();
            return directory
                    .account(account().id())
                    .orElseThrow(() -> new Refused(Refused.Why.NOT_FOUND, "no such account"))
                    .address();
        }

        /// The mailbox of a name that the client wrote; none as well where the user may not know of it.
        default Optional<Reached> find(MailboxName name) {
            return new Reach(this).find(name);
        }

        /// The one way from a name that the client wrote to a mailbox.
        ///
        /// @throws Refused NOT_FOUND where [#find] finds none; NO_PERMISSION without all these rights
        default Reached reach(MailboxName name, Right... needed) {
            return find(name).orElseThrow(Reach::noSuchMailbox).require(needed);
        }
    }

    record Authenticated(Dialogue dialogue, Account account) implements LoggedIn {}

    /// @param contexts the searches in it that go on
    record Selected(Dialogue dialogue, Account account, SelectedMailbox mailbox, Contexts contexts)
            implements LoggedIn {

        static Selected of(Dialogue dialogue, Account account, SelectedMailbox mailbox) {
            var contexts = new Contexts();
            mailbox.follow(contexts);
            return new Selected(dialogue, account, mailbox, contexts);
        }

        /// What was selected, with the name and the rights of now.
        ///
        /// @throws Refused NOT_FOUND: it is gone
        Reached reached() {
            return new Reach(this).selected(mailbox);
        }
    }

    /// Between IDLE and DONE: no command can run, changes are told as they happen (RFC 2177).
    ///
    /// @param resumed the state that DONE returns to
    record Idling(Dialogue dialogue, LoggedIn resumed, Tag tag) implements State {}
}
