package org.posthorn.imap.command;

import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// NOOP does nothing; like every command it brings what changed in the mailbox (RFC 9051 §6.1.2).
record Noop(Tag tag) implements Command.AnyState {

    static Noop parse(Tag tag, ImapParser in) throws BadCommand {
        in.end();
        return new Noop(tag);
    }

    @Override
    public Reply run(State session) {
        return Reply.ok(tag, "NOOP done");
    }
}
