package org.posthorn.imap.command;

import java.util.LinkedHashSet;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.MessageSet;
import org.posthorn.imap.grammar.SeqSet;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.view.Expunges;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;

/// STORE and UID STORE change flags (RFC 9051 §6.4.6).
///
/// @param silent whether the client works the new flags out by itself
record Store(Tag tag, MessageSet set, FlagChange change, boolean silent) implements Command.WhileSelected {

    static Store parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        return parse(tag, in.sequenceSet(), in);
    }

    static Store parseUid(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        return parse(tag, in.uidSet(), in);
    }

    private static Store parse(Tag tag, MessageSet set, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var kind = in.tryByte('+')
                ? FlagChange.Kind.ADD
                : in.tryByte('-') ? FlagChange.Kind.REMOVE : FlagChange.Kind.REPLACE;
        boolean silent = in.tryWord("FLAGS.SILENT");
        if (!silent && !in.tryWord("FLAGS")) {
            throw in.bad("FLAGS or FLAGS.SILENT");
        }
        in.space();
        var flags = in.peek() == '(' ? in.flagList() : bareFlags(in);
        in.end();
        return new Store(tag, set, new FlagChange(kind, flags), silent);
    }

    /// RFC 9051 §9 store-att-flags: a list may stand without parentheses.
    private static Set<Flag> bareFlags(ImapParser in) throws BadCommand {
        var flags = new LinkedHashSet<Flag>();
        do {
            flags.add(in.flag());
        } while (in.trySpace());
        return flags;
    }

    @Override
    public Expunges expunges() {
        return set instanceof SeqSet ? Expunges.HELD_BACK : Expunges.TOLD; // RFC 9051 §7.5.1
    }

    @Override
    public Reply run(State.Selected session) throws PeerGone, BadCommand {
        var view = session.mailbox();
        if (view.readOnly()) {
            return Reply.no(tag, "READ-ONLY", "the mailbox was selected for reading only");
        }
        var uids = view.uids(set);
        var now = session.account().store(view.id(), uids, change).state();
        var always = silent ? view.unexpected(now, uids, change) : uids;
        view.tellFlags(now, always, uids.minus(always), session.dialogue().out());
        return uids.minus(now.uids()).isEmpty()
                ? Reply.ok(tag, "STORE done")
                : Reply.ok(tag, "EXPUNGEISSUED", "STORE done, some messages are gone"); // RFC 2180 §4.2
    }
}
