package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.MailboxName;

/// SUBSCRIBE puts a name, of a mailbox that exists or not, on the account's list (RFC 9051 §6.3.7).
record Subscribe(Tag tag, MailboxName name) implements Command.AfterLogin {

    static Subscribe parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var name = in.mailbox();
        in.end();
        return new Subscribe(tag, name);
    }

    @Override
    public Reply run(State.LoggedIn session) {
        session.account().subscribe(name);
        session.dialogue().news().subscribed(name);
        return Reply.ok(tag, "SUBSCRIBE done");
    }
}
