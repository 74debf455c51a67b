package org.posthorn.imap.command;

import java.util.List;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// SETQUOTA would change limits; they are the operator's, and no user may (RFC 9208 §4.1.3).
record SetQuota(Tag tag, String root, List<Limit> limits) implements Command.AfterLogin {

    record Limit(String resource, long most) {}

    static SetQuota parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var root = in.astring();
        in.space();
        var limits = in.listOrEmpty(SetQuota::limit);
        in.end();
        return new SetQuota(tag, root, limits);
    }

    private static Limit limit(ImapParser in) throws BadCommand {
        String resource = in.atom();
        in.space();
        return new Limit(resource, in.number64());
    }

    @Override
    public Reply run(State.LoggedIn session) {
        return Reply.no(tag, "NOPERM", "limits are set by the server's operator"); // RFC 5530 §3
    }
}
