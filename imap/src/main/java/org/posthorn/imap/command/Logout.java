package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// LOGOUT ends the connection (RFC 9051 §6.1.3).
record Logout(Tag tag) implements Command.AnyState {

    static Logout parse(Tag tag, ImapParser in) throws BadCommand {
        in.end();
        return new Logout(tag);
    }

    @Override
    public Reply run(State session) throws PeerGone {
        session.dialogue().sayGoodbye("see you");
        return Reply.ok(tag, "LOGOUT done");
    }
}
