package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.MailboxName;

/// DELETE removes a mailbox and its messages, not its children (RFC 9051 §6.3.5).
record Delete(Tag tag, MailboxName name) implements Command.AfterLogin {

    static Delete parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var name = in.mailbox();
        in.end();
        return new Delete(tag, name);
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        var dialogue = session.dialogue();
        var mailbox = session.account().mailbox(name);
        session.account().delete(name);
        if (mailbox.isPresent() && dialogue.selected().equals(mailbox.map(m -> m.id()))) {
            dialogue.deselect(); // whoever deletes what he has selected knows that it is gone
        }
        return Reply.ok(tag, "DELETE done");
    }
}
