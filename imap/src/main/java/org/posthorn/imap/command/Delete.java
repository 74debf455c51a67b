package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;

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
        var gone = session.reach(name, Right.DELETE);
        gone.account().delete(gone.mailbox().name());
        if (gone.isOwn()) {
            session.dialogue().news().removed(name);
        }
        if (session instanceof State.Selected selected && gone.is(selected.mailbox())) {
            session.dialogue().deselect(); // whoever deletes what he has selected knows that it is gone
        }
        return Reply.ok(tag, "DELETE done");
    }
}
