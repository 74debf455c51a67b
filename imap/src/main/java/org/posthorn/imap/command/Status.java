package org.posthorn.imap.command;

import java.util.List;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;

/// STATUS tells counts of a mailbox without selecting it (RFC 9051 §6.3.11).
record Status(Tag tag, MailboxName name, List<StatusItem> items) implements Command.AfterLogin {

    static Status parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var name = in.mailbox();
        in.space();
        var items = StatusItem.list(in);
        in.end();
        return new Status(tag, name, items);
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        StatusItem.write(session, session.reach(name, Right.READ), items);
        return Reply.ok(tag, "STATUS done");
    }
}
