package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// NAMESPACE: one's own mailboxes at the root, other users' and shared ones below it (RFC 2342, RFC 9051 §6.3.10).
record Namespace(Tag tag) implements Command.AfterLogin {

    static Namespace parse(Tag tag, ImapParser in) throws BadCommand {
        in.end();
        return new Namespace(tag);
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        var out = session.dialogue().out();
        out.raw("* NAMESPACE ((\"\" \"/\"))");
        for (var space : new Space[] {Space.OTHERS, Space.SHARED}) {
            out.raw(" ((\"").raw(space.prefix()).raw("\" \"/\"))");
        }
        out.crlf();
        return Reply.ok(tag, "NAMESPACE done");
    }
}
