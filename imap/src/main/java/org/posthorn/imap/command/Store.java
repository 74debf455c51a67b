package org.posthorn.imap.command;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.MessageSet;
import org.posthorn.imap.grammar.SeqSet;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.view.Awareness;
import org.posthorn.imap.view.Expunges;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.Account;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.Rights;
import org.posthorn.storage.mailbox.Uids;

/// STORE and UID STORE change flags (RFC 9051 §6.4.6).
///
/// @param unchangedSince only messages that were not changed behind this MODSEQ (RFC 7162 §3.1.3)
/// @param silent         whether the client works the new flags out by itself
record Store(Tag tag, MessageSet set, Optional<Long> unchangedSince, FlagChange change, boolean silent)
        implements Command.WhileSelected {

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
        var unchangedSince = Optional.<Long>empty();
        if (in.peek() == '(') {
            unchangedSince = Optional.of(unchangedSince(in));
            in.space();
        }
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
        return new Store(tag, set, unchangedSince, new FlagChange(kind, flags), silent);
    }

    private static long unchangedSince(ImapParser in) throws BadCommand {
        in.open();
        if (!in.offers("CONDSTORE") || !in.tryWord("UNCHANGEDSINCE")) {
            throw in.bad("UNCHANGEDSINCE");
        }
        in.space();
        long modSeq = in.number64();
        in.close();
        return modSeq;
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
        if (unchangedSince.isPresent()) {
            session.dialogue().aware(Awareness.CONDSTORE);
        }
        var uids = view.uids(set);
        var rights = session.reached().rights();
        if (!isPermitted(rights)) {
            throw Reached.noPermission();
        }
        var stored = store(view, uids, new FlagChange(change.kind(), change.flags(), rights));
        tell(view, uids, stored, session.dialogue().out());
        if (!stored.modified().isEmpty()) {
            var modified = set instanceof SeqSet ? view.sequences(stored.modified()) : stored.modified();
            return Reply.ok(tag, "MODIFIED " + modified, "STORE done, but for these");
        }
        return uids.minus(stored.stored().state().uids()).isEmpty()
                ? Reply.ok(tag, "STORE done")
                : Reply.ok(tag, "EXPUNGEISSUED", "STORE done, some messages are gone"); // RFC 2180 §4.2
    }

    /// RFC 4314 §4: refused only when nothing of it can be done.
    private boolean isPermitted(Rights rights) {
        boolean any = change.kind() == FlagChange.Kind.REPLACE || change.flags().isEmpty();
        return any
                ? !rights.and(Rights.FLAGS).isEmpty()
                : change.flags().stream().anyMatch(rights::allow);
    }

    private Account.StoredIf store(SelectedMailbox view, Uids uids, FlagChange permitted) {
        var account = view.account();
        return unchangedSince.isPresent()
                ? account.storeUnchangedSince(view.id(), uids, permitted, unchangedSince.get())
                : new Account.StoredIf(account.store(view.id(), uids, permitted), Uids.NONE);
    }

    private void tell(SelectedMailbox view, Uids uids, Account.StoredIf result, ImapEncoder out) throws PeerGone {
        var now = result.stored().state();
        // RFC 7162 §3.1.3: what another one changed is told at once, so that the client need not ask.
        var modified = result.modified();
        var done = uids.minus(modified);
        var always = (silent ? view.unexpected(now, done, change) : done).or(modified);
        view.tellFlags(now, always, uids.minus(always), out);
        if (silent) {
            // Those whose flags were so before were not changed, and a client that asked waits for them all the same.
            var stored = unchangedSince.isPresent() ? done : result.stored().changed();
            view.tellModSeqs(stored.minus(always), out);
        }
    }
}
