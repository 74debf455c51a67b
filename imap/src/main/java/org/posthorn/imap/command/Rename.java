package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.MailboxName;

/// RENAME gives a mailbox and its children another name; INBOX gives only its messages away (RFC 9051 §6.3.6).
record Rename(Tag tag, MailboxName from, MailboxName to) implements Command.AfterLogin {

    static Rename parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var from = in.mailbox();
        in.space();
        var to = in.mailbox();
        in.end();
        return new Rename(tag, from, to);
    }

    @Override
    public Reply run(State.LoggedIn session) {
        session.account().rename(from, to);
        session.dialogue().news().made(to);
        session.dialogue().news().removed(from);
        return Reply.ok(tag, "RENAME done");
    }
}
