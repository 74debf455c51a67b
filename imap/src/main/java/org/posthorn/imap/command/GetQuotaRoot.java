package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.MailboxName;

/// GETQUOTAROOT tells which quota root governs a mailbox, there or not, and how it stands (RFC 9208 §4.1.2).
record GetQuotaRoot(Tag tag, MailboxName name) implements Command.AfterLogin {

    static GetQuotaRoot parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var name = in.mailbox();
        in.end();
        return new GetQuotaRoot(tag, name);
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        var root = QuotaRoot.of(session, name);
        var out = session.dialogue().out();
        out.raw("* QUOTAROOT ").mailbox(name).space().astring(root.name()).crlf();
        root.write(out);
        return Reply.ok(tag, "GETQUOTAROOT done");
    }
}
