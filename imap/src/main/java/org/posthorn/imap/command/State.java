package org.posthorn.imap.command;

import org.posthorn.imap.response.Tag;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.Account;

/// Where a session stands (RFC 9051 §3), with what is there only then.
public sealed interface State {

    Dialogue dialogue();

    /// Not authenticated.
    record Greeted(Dialogue dialogue) implements State {}

    /// Authenticated, with or without a mailbox.
    sealed interface LoggedIn extends State {
        Account account();
    }

    record Authenticated(Dialogue dialogue, Account account) implements LoggedIn {}

    record Selected(Dialogue dialogue, Account account, SelectedMailbox mailbox) implements LoggedIn {}

    /// Between IDLE and DONE: no command can run, changes are told as they happen (RFC 2177).
    ///
    /// @param resumed the state that DONE returns to
    /// @param stop    ends the standing interest in changes
    record Idling(Dialogue dialogue, LoggedIn resumed, Tag tag, Runnable stop) implements State {}
}
