package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;

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
        var mailbox = session.reach(from, Right.DELETE);
        session.find(to).ifPresent(_ -> {
            throw new Refused(Refused.Why.EXISTS, "the mailbox exists already");
        });
        var place = new Reach(session).placeFor(to);
        if (!mailbox.isOf(place.account())) {
            throw new Refused(Refused.Why.FORBIDDEN, "a mailbox stays its owner's, copy its messages instead");
        }
        place.account().rename(mailbox.mailbox().name(), place.name());
        if (mailbox.isOwn()) {
            session.dialogue().news().made(place.known());
            session.dialogue().news().removed(mailbox.name());
        }
        return Reply.ok(tag, "RENAME done");
    }
}
