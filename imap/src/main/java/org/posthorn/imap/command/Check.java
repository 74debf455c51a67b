package org.posthorn.imap.command;

import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// CHECK asks for a checkpoint (RFC 3501 §6.4.1). Whatever was acknowledged is on the disk already.
record Check(Tag tag) implements Command.WhileSelected {

    static Check parse(Tag tag, ImapParser in) throws BadCommand {
        in.end();
        return new Check(tag);
    }

    @Override
    public Reply run(State.Selected session) {
        return Reply.ok(tag, "CHECK done");
    }
}
