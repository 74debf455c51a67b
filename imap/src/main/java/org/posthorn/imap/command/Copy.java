package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.MessageSet;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.Account;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;

/// COPY and UID COPY put messages also into another mailbox, all or none (RFC 9051 §6.4.7).
record Copy(Tag tag, MessageSet set, MailboxName to) implements Command.WhileSelected {

    static Copy parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        return parse(tag, in.sequenceSet(), in);
    }

    static Copy parseUid(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        return parse(tag, in.uidSet(), in);
    }

    private static Copy parse(Tag tag, MessageSet set, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var to = in.mailbox();
        in.end();
        return new Copy(tag, set, to);
    }

    @Override
    public Reply run(State.Selected session) throws BadCommand {
        var view = session.mailbox();
        var uids = view.uids(set);
        var target = session.find(to);
        if (target.isEmpty()) {
            return noTarget(tag);
        }
        var into = target.get().require(Right.INSERT);
        var copied = view.account().copy(view.id(), uids, into.account(), into.id(), into.rights());
        session.dialogue().news().putInto(into, copied.to());
        return copied.from().isEmpty()
                ? Reply.ok(tag, "no such messages, nothing copied")
                : Reply.ok(tag, copyUid(copied), "COPY done");
    }

    /// RFC 9051 §6.4.7: a client that wants the mailbox is to make it.
    static Reply noTarget(Tag tag) {
        return Reply.no(tag, "TRYCREATE", "no such mailbox");
    }

    /// RFC 4315 §3: both sets have the same length and correspond in order.
    static String copyUid(Account.Copied copied) {
        return "COPYUID " + copied.uidValidity() + " " + copied.from() + " " + copied.to();
    }
}
