package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.MailboxName;

/// UNSUBSCRIBE takes a name off the account's list; one that is not there is no error (RFC 9051 §6.3.8).
record Unsubscribe(Tag tag, MailboxName name) implements Command.AfterLogin {

    static Unsubscribe parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var name = in.mailbox();
        in.end();
        return new Unsubscribe(tag, name);
    }

    @Override
    public Reply run(State.LoggedIn session) {
        session.account().unsubscribe(name);
        session.dialogue().news().unsubscribed(name);
        return Reply.ok(tag, "UNSUBSCRIBE done");
    }
}
