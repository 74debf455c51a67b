package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// UNAUTHENTICATE: the connection is as it was before login, but for TLS, so that another user can log in (RFC 8437).
record Unauthenticate(Tag tag) implements Command.AfterLogin {

    static Unauthenticate parse(Tag tag, ImapParser in) throws BadCommand {
        in.end();
        return new Unauthenticate(tag);
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        var dialogue = session.dialogue();
        dialogue.loggedOut();
        if (dialogue.connection().compressed()) {
            dialogue.connection().decompress(tag + " OK you are nobody again\r\n"); // RFC 8437 §4.1
            return new Reply.Later();
        }
        return Reply.ok(tag, "you are nobody again");
    }
}
