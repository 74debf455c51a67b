package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// STARTTLS (RFC 9051 §6.2.1). The connection drops what was sent in the clear behind it, so that nothing said before
/// TLS counts after it.
record StartTls(Tag tag) implements Command.BeforeLogin {

    static StartTls parse(Tag tag, ImapParser in) throws BadCommand {
        in.end();
        return new StartTls(tag);
    }

    @Override
    public Reply run(State.Greeted session) throws PeerGone, BadCommand {
        var connection = session.dialogue().connection();
        if (!connection.canStartTls()) {
            throw new BadCommand(connection.tls().isPresent() ? "TLS is active already" : "TLS is not offered here");
        }
        connection.startTls(tag + " OK begin TLS now\r\n");
        return new Reply.Later();
    }
}
