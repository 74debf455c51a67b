package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// GETQUOTA tells what a quota root's mailboxes hold and may hold (RFC 9208 §4.1.1).
record GetQuota(Tag tag, String root) implements Command.AfterLogin {

    static GetQuota parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var root = in.astring();
        in.end();
        return new GetQuota(tag, root);
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        var found = QuotaRoot.of(session, root);
        if (found.isEmpty()) {
            return Reply.no(tag, "NONEXISTENT", "no such quota root, yours is \"\"");
        }
        found.get().write(session.dialogue().out());
        return Reply.ok(tag, "GETQUOTA done");
    }
}
