package org.posthorn.imap.command;

import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.fetch.FetchEncoder;
import org.posthorn.imap.fetch.FetchItems;
import org.posthorn.imap.fetch.Trouble;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.MessageSet;
import org.posthorn.imap.grammar.SeqSet;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.view.Expunges;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.Uids;

/// FETCH and UID FETCH tell what messages are and hold (RFC 9051 §6.4.5).
record Fetch(Tag tag, MessageSet set, FetchItems items) implements Command.WhileSelected {
    private static final FlagChange SEEN = new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN));

    static Fetch parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var set = in.sequenceSet();
        in.space();
        var items = FetchItems.parse(in);
        in.end();
        return new Fetch(tag, set, items);
    }

    static Fetch parseUid(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var set = in.uidSet();
        in.space();
        var items = FetchItems.parse(in);
        in.end();
        return new Fetch(tag, set, items.withUid()); // RFC 9051 §6.4.9
    }

    @Override
    public Expunges expunges() {
        return set instanceof SeqSet ? Expunges.HELD_BACK : Expunges.TOLD; // RFC 9051 §7.5.1
    }

    @Override
    public Reply run(State.Selected session) throws PeerGone, BadCommand {
        var view = session.mailbox();
        var out = session.dialogue().out();
        // What just arrived is announced first, so that UID FETCH n:* finds it.
        view.update(Expunges.HELD_BACK, out);
        var uids = view.uids(set);
        var newly = Uids.NONE;
        if (items.marksSeen() && !view.readOnly()) {
            newly = uids.and(view.state().uids()).minus(view.state().with(Flag.SEEN));
            if (!newly.isEmpty()) {
                var now = session.account().store(view.id(), newly, SEEN).state();
                view.tellFlags(now, Uids.NONE, newly, out);
            }
        }
        var troubles = new FetchEncoder(session.account(), view, view.state(), out).run(items, uids, newly);
        return reply(troubles);
    }

    private Reply reply(Set<Trouble> troubles) {
        if (troubles.contains(Trouble.DAMAGED)) {
            return Reply.no(tag, "CORRUPTION", "some of it could not be read");
        }
        if (troubles.contains(Trouble.UNKNOWN_CTE)) {
            return Reply.no(tag, "UNKNOWN-CTE", "some of it can't be decoded"); // RFC 3516 §4.3
        }
        if (troubles.contains(Trouble.EXPUNGED) && set instanceof SeqSet) {
            return Reply.ok(tag, "EXPUNGEISSUED", "FETCH done, some messages are gone"); // RFC 2180 §4.1
        }
        return Reply.ok(tag, "FETCH done");
    }
}
