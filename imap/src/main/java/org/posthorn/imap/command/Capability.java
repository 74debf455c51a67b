package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// CAPABILITY tells what the server can do, in this state (RFC 9051 §6.1.1).
record Capability(Tag tag) implements Command.AnyState {

    static Capability parse(Tag tag, ImapParser in) throws BadCommand {
        in.end();
        return new Capability(tag);
    }

    @Override
    public Reply run(State session) throws PeerGone {
        var dialogue = session.dialogue();
        dialogue.out().raw("* CAPABILITY ").raw(dialogue.capabilities()).crlf();
        return Reply.ok(tag, "CAPABILITY done");
    }
}
