package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.view.Awareness;
import org.posthorn.imap.view.Expunges;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Right;
import org.posthorn.storage.mailbox.Rights;

/// SELECT opens a mailbox, EXAMINE does so for reading only (RFC 9051 §6.3.2, §6.3.3).
///
/// @param awareness what the parameters say of the client
record Select(Tag tag, MailboxName name, boolean readOnly, Awareness awareness, Optional<Resync> resync)
        implements Command.AfterLogin {

    static Select parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        return parse(tag, in, false);
    }

    static Select parseExamine(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        return parse(tag, in, true);
    }

    private static Select parse(Tag tag, ImapParser in, boolean readOnly) throws PeerGone, BadCommand {
        in.space();
        var name = in.mailbox();
        var awareness = Awareness.NONE;
        var resync = Optional.<Resync>empty();
        if (in.trySpace()) {
            in.open();
            do {
                if (in.offers("CONDSTORE") && in.tryWord("CONDSTORE")) {
                    awareness = Awareness.CONDSTORE; // RFC 7162 §3.1.8
                } else if (in.offers("QRESYNC") && in.tryWord("QRESYNC")) {
                    in.space();
                    resync = Optional.of(Resync.parse(in));
                } else {
                    throw in.bad("CONDSTORE or QRESYNC");
                }
            } while (in.trySpace());
            in.close();
        }
        in.end();
        return new Select(tag, name, readOnly, awareness, resync);
    }

    @Override
    public Expunges expunges() {
        // A client that is still sorting out VANISHED (EARLIER) may drop a VANISHED beside it.
        return Expunges.HELD_BACK;
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone, BadCommand {
        var dialogue = session.dialogue();
        if (resync.isPresent() && dialogue.awareness() != Awareness.QRESYNC) {
            throw new BadCommand("QRESYNC needs ENABLE QRESYNC"); // RFC 7162 §3.2.5
        }
        dialogue.deselect(); // RFC 9051 §6.3.2: even when what follows fails
        var mailbox = session.reach(name, Right.READ);
        var state = mailbox.state();
        dialogue.aware(awareness);
        var view = new SelectedMailbox(mailbox.account(), state, readOnly, dialogue.recent(), dialogue.awareness());
        view.attend(dialogue.news().attention());
        dialogue.enter(State.Selected.of(dialogue, session.account(), view));
        tell(dialogue, mailbox, state);
        if (resync.isPresent()) {
            resync.get().tell(mailbox.account(), state, view, dialogue.out());
        }
        if (readOnly) {
            return Reply.ok(tag, "READ-ONLY", "EXAMINE done");
        }
        // RFC 4314 §5.2: one's own \Seen is no change that others see.
        boolean writes = mailbox.rights().hasAny(Right.INSERT, Right.EXPUNGE, Right.WRITE, Right.DELETE_MESSAGES);
        return Reply.ok(tag, writes ? "READ-WRITE" : "READ-ONLY", "SELECT done");
    }

    private void tell(Dialogue dialogue, Reached mailbox, MailboxState state) throws PeerGone {
        var out = dialogue.out();
        new PermanentFlags(state, readOnly ? Rights.NONE : mailbox.rights()).tell(out);
        dialogue.rightsTold(mailbox.rights());
        out.raw("* ").number(state.uids().count()).raw(" EXISTS").crlf();
        if (dialogue.speaksRev2()) {
            ListMailboxes.tellSelected(dialogue, mailbox);
        } else {
            out.raw("* 0 RECENT").crlf();
            var unseen = state.uids().minus(state.with(Flag.SEEN));
            if (!unseen.isEmpty()) {
                long first = state.uids().rank(unseen.first());
                out.raw("* OK [UNSEEN ").number(first).raw("] the first unseen").crlf();
            }
        }
        out.raw("* OK [UIDVALIDITY ")
                .number(state.uidValidity())
                .raw("] stable")
                .crlf();
        out.raw("* OK [UIDNEXT ").number(state.uidNext()).raw("] at the least").crlf();
        if (dialogue.offers("OBJECTID")) {
            out.raw("* OK [MAILBOXID (")
                    .raw(mailbox.objectId())
                    .raw(")] stable")
                    .crlf(); // RFC 8474 §4.2
        }
        if (dialogue.offers("URLAUTH")) {
            out.raw("* OK [URLMECH INTERNAL] URLs are signed so").crlf(); // RFC 4467 §8
        }
        if (dialogue.offers("CONDSTORE")) {
            out.raw("* OK [HIGHESTMODSEQ ")
                    .number(state.highestModSeq())
                    .raw("] highest")
                    .crlf(); // RFC 7162 §3.1.2.1
        }
    }
}
