package org.posthorn.imap.command;

import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// UNSELECT leaves the mailbox as it is (RFC 3691, RFC 9051 §6.4.2).
record Unselect(Tag tag) implements Command.WhileSelected {

    static Unselect parse(Tag tag, ImapParser in) throws BadCommand {
        in.end();
        return new Unselect(tag);
    }

    @Override
    public Reply run(State.Selected session) {
        session.dialogue().leave(session);
        return Reply.ok(tag, "UNSELECT done");
    }
}
