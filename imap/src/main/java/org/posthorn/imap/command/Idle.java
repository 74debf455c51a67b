package org.posthorn.imap.command;

import java.nio.charset.StandardCharsets;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.view.Expunges;

/// IDLE tells changes as they happen, until DONE (RFC 2177, RFC 9051 §6.3.13). No thread waits meanwhile: a change
/// posts a task to the connection ([News]).
record Idle(Tag tag) implements Command.AfterLogin {

    static Idle parse(Tag tag, ImapParser in) throws BadCommand {
        in.end();
        return new Idle(tag);
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        var dialogue = session.dialogue();
        dialogue.enter(new State.Idling(dialogue, session, tag));
        dialogue.out().raw("+ idling").crlf();
        // Watched first, told second: what arrived just before is told now, what arrives from now on is told then.
        dialogue.news().tell(Expunges.TOLD);
        return new Reply.Later();
    }

    /// The reply once a line has come.
    static Reply ended(Tag tag, byte[] line) {
        return new String(line, StandardCharsets.ISO_8859_1).equalsIgnoreCase("DONE")
                ? Reply.ok(tag, "IDLE done")
                : Reply.bad(tag, "expected DONE");
    }
}
