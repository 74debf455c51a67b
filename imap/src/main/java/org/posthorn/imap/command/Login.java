package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.common.sasl.SaslServer;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// LOGIN with name and password (RFC 9051 §6.2.3).
record Login(Tag tag, String login, String password) implements Command.BeforeLogin {

    static Login parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        String login = in.astring();
        in.space();
        String password = in.astring();
        in.end();
        return new Login(tag, login, password);
    }

    @Override
    public Reply run(State.Greeted session) throws PeerGone {
        if (!session.dialogue().takesPasswords()) {
            return Reply.no(tag, "PRIVACYREQUIRED", "use STARTTLS first"); // RFC 5530 §3
        }
        return new LoginAttempt(tag, new SaslServer.Password("", login, password)).run(session.dialogue());
    }

    @Override
    public String toString() {
        return "Login[" + login + "]";
    }
}
