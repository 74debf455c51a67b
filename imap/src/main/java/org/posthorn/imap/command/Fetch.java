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
import org.posthorn.imap.view.Awareness;
import org.posthorn.imap.view.Expunges;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.Right;
import org.posthorn.storage.mailbox.Uids;

/// FETCH and UID FETCH tell what messages are and hold (RFC 9051 §6.4.5).
record Fetch(Tag tag, MessageSet set, FetchItems items, FetchModifiers modifiers) implements Command.WhileSelected {
    private static final FlagChange SEEN = new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN));

    static Fetch parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var set = in.sequenceSet();
        in.space();
        var fetch = parse(tag, set, in);
        var modifiers = fetch.modifiers();
        if (modifiers.partial().isPresent()
                || modifiers.since().filter(ChangedSince::vanished).isPresent()) {
            throw new BadCommand("VANISHED and PARTIAL are for UID FETCH"); // RFC 7162 §3.2.6, RFC 9394 §3.3
        }
        return fetch;
    }

    static Fetch parseUid(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var set = in.uidSet();
        in.space();
        var fetch = parse(tag, set, in);
        return new Fetch(tag, set, fetch.items().withUid(), fetch.modifiers()); // RFC 9051 §6.4.9
    }

    private static Fetch parse(Tag tag, MessageSet set, ImapParser in) throws PeerGone, BadCommand {
        var items = FetchItems.parse(in);
        var modifiers = FetchModifiers.parse(in);
        in.end();
        return new Fetch(tag, set, modifiers.since().isPresent() ? items.withModSeq() : items, modifiers);
    }

    @Override
    public Expunges expunges() {
        return set instanceof SeqSet ? Expunges.HELD_BACK : Expunges.TOLD; // RFC 9051 §7.5.1
    }

    @Override
    public Reply run(State.Selected session) throws PeerGone, BadCommand {
        var view = session.mailbox();
        var out = session.dialogue().out();
        var since = modifiers.since();
        if (since.isPresent() && since.get().vanished() && view.awareness() != Awareness.QRESYNC) {
            throw new BadCommand("VANISHED needs ENABLE QRESYNC"); // RFC 7162 §3.2.6
        }
        if (items.hasModSeq()) {
            session.dialogue().aware(Awareness.CONDSTORE);
        }
        // What just arrived is announced first, so that UID FETCH n:* finds it.
        view.update(Expunges.HELD_BACK, out);
        var uids = view.uids(set);
        if (modifiers.partial().isPresent()) {
            // RFC 9394 §3.4: first the stretch, then what of it changed.
            uids = modifiers.partial().get().of(uids.and(view.state().uids()));
        }
        if (since.isPresent()) {
            uids = since.get().tell(view.account(), view, set, uids, out);
        }
        var newly = Uids.NONE;
        if (items.marksSeen() && !view.readOnly() && session.reached().may(Right.SEEN)) {
            newly = uids.and(view.state().uids()).minus(view.state().with(Flag.SEEN));
            if (!newly.isEmpty()) {
                var now = view.account().store(view.id(), newly, SEEN).state();
                view.tellFlags(now, Uids.NONE, newly, out);
            }
        }
        var troubles = new FetchEncoder(view.account(), view, view.state(), out).run(items, uids, newly);
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
