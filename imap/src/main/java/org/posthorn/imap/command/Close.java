package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.Right;

/// CLOSE leaves the mailbox and expunges what is `\Deleted` in it, in silence; nothing after EXAMINE (RFC 9051 §6.4.1).
record Close(Tag tag) implements Command.WhileSelected {

    static Close parse(Tag tag, ImapParser in) throws BadCommand {
        in.end();
        return new Close(tag);
    }

    @Override
    public Reply run(State.Selected session) throws PeerGone {
        var view = session.mailbox();
        // RFC 4314 §4: without the right to expunge, it only closes.
        if (!view.readOnly() && session.reached().may(Right.EXPUNGE)) {
            view.account().expungeDeleted(view.id(), view.uids());
        }
        session.dialogue().leave(session);
        return Reply.ok(tag, "CLOSE done");
    }
}
