package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.MessageSet;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.view.Expunges;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;

/// MOVE and UID MOVE take messages to another mailbox in one step (RFC 6851, RFC 9051 §6.4.8).
record Move(Tag tag, MessageSet set, MailboxName to) implements Command.WhileSelected {

    static Move parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        return parse(tag, in.sequenceSet(), in);
    }

    static Move parseUid(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        return parse(tag, in.uidSet(), in);
    }

    private static Move parse(Tag tag, MessageSet set, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var to = in.mailbox();
        in.end();
        return new Move(tag, set, to);
    }

    @Override
    public Reply run(State.Selected session) throws PeerGone, BadCommand {
        var view = session.mailbox();
        if (view.readOnly()) {
            return Reply.no(tag, "READ-ONLY", "the mailbox was selected for reading only");
        }
        var uids = view.uids(set);
        var target = session.find(to);
        if (target.isEmpty()) {
            return Copy.noTarget(tag);
        }
        var into = target.get().require(Right.INSERT);
        // RFC 6851 §4.2: the rights of STORE, COPY and EXPUNGE together
        session.reached().require(Right.DELETE_MESSAGES, Right.EXPUNGE);
        var moved = view.account().move(view.id(), uids, into.account(), into.id(), into.rights());
        if (moved.from().isEmpty()) {
            return Reply.ok(tag, "no such messages, nothing moved");
        }
        session.dialogue().news().putInto(target.get(), moved.to());
        // RFC 6851 §4.3: COPYUID comes before the EXPUNGEs.
        var out = session.dialogue().out();
        out.raw("* OK [").raw(Copy.copyUid(moved)).raw("] moved").crlf();
        view.update(Expunges.TOLD, out);
        return Reply.ok(tag, view.claim(), "MOVE done"); // RFC 6851 §4.4
    }
}
