package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.MailboxName;

/// MYRIGHTS tells what the user may do with a mailbox (RFC 4314 §3.5).
record MyRights(Tag tag, MailboxName name) implements Command.AfterLogin {

    static MyRights parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var name = in.mailbox();
        in.end();
        return new MyRights(tag, name);
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        // RFC 4314 §4: any right that tells of the mailbox will do.
        write(session.reach(name), session.dialogue().out());
        return Reply.ok(tag, "MYRIGHTS done");
    }

    static void write(Reached mailbox, ImapEncoder out) throws PeerGone {
        out.raw("* MYRIGHTS ")
                .mailbox(mailbox.name())
                .space()
                .astring(mailbox.rights().toString())
                .crlf();
    }
}
