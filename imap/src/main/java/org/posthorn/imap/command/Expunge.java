package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.UidSet;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.view.Awareness;
import org.posthorn.imap.view.Expunges;
import org.posthorn.storage.mailbox.Right;

/// EXPUNGE removes what is `\Deleted`, UID EXPUNGE only such of its set (RFC 9051 §6.4.3, §6.4.9, RFC 4315 §2.1). Only
/// messages that the client knows of go: what another one marked and this one never saw stays.
record Expunge(Tag tag, Optional<UidSet> set) implements Command.WhileSelected {

    static Expunge parse(Tag tag, ImapParser in) throws BadCommand {
        in.end();
        return new Expunge(tag, Optional.empty());
    }

    static Expunge parseUid(Tag tag, ImapParser in) throws BadCommand {
        in.space();
        var set = in.uidSet();
        in.end();
        return new Expunge(tag, Optional.of(set));
    }

    @Override
    public Reply run(State.Selected session) throws PeerGone, BadCommand {
        var view = session.mailbox();
        if (view.readOnly()) {
            return Reply.no(tag, "READ-ONLY", "the mailbox was selected for reading only");
        }
        session.reached().require(Right.EXPUNGE);
        var uids = set.isPresent() ? view.uids(set.get()) : view.uids();
        var gone = view.account().expungeDeleted(view.id(), uids);
        view.update(Expunges.TOLD, session.dialogue().out());
        return gone.isEmpty() || view.awareness() == Awareness.NONE
                ? Reply.ok(tag, "EXPUNGE done")
                : Reply.ok(tag, view.claim(), "EXPUNGE done"); // RFC 7162 §3.2.7, §3.2.9
    }
}
