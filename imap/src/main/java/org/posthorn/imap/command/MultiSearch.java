package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.search.SearchEvaluator;
import org.posthorn.imap.search.SearchKeys;
import org.posthorn.imap.sort.MailboxOrder;
import org.posthorn.imap.view.Awareness;
import org.posthorn.imap.view.Expunges;
import org.posthorn.imap.view.Recent;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.Right;
import org.posthorn.storage.mailbox.Uids;

/// ESEARCH finds messages in several mailboxes, by UID, whatever is selected (RFC 7377).
record MultiSearch(Tag tag, SearchSources sources, SearchAnswer answer, Searching searching)
        implements Command.AfterLogin {

    static MultiSearch parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var sources = SearchSources.parse(in);
        var answer = SearchAnswer.tryParse(in, "CONTEXT=SEARCH").orElse(SearchAnswer.ALL);
        var keys = SearchKeys.parse(in);
        in.end();
        return new MultiSearch(tag, sources, answer, new Searching(Numbers.UID, keys));
    }

    @Override
    public Expunges expunges() {
        return searching.expunges();
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone, BadCommand {
        var selected = requireSelected(session);
        if (searching.keys().charsetNamed() && session.dialogue().acceptsUtf8()) {
            throw new BadCommand("after ENABLE UTF8=ACCEPT all text is UTF-8, no CHARSET is taken"); // RFC 6855 §3
        }
        var filled = searching.filled(session);
        var refusal = filled.refusal(tag);
        if (refusal.isPresent()) {
            if (selected.isPresent() && answer.has(SearchReturn.SAVE)) {
                selected.get().mailbox().save(Uids.NONE);
            }
            return refusal.get();
        }
        if (filled.byModSeq()) {
            session.dialogue().aware(Awareness.CONDSTORE);
        }
        if (selected.isPresent()) {
            searchSelected(selected.get(), filled);
        }
        for (var mailbox : sources.others(session)) {
            searchOther(session, mailbox, filled);
        }
        return Reply.ok(tag, "ESEARCH done");
    }

    /// RFC 7377 §2.2: what is only for the selected mailbox.
    private Optional<State.Selected> requireSelected(State.LoggedIn session) throws BadCommand {
        if (answer.has(SearchReturn.SAVE)
                && !(sources.selected() && sources.others().isEmpty())) {
            throw new BadCommand("SAVE is for the selected mailbox alone");
        }
        if (answer.has(SearchReturn.UPDATE) && !sources.selected()) {
            throw new BadCommand("UPDATE is for the selected mailbox");
        }
        if (!sources.selected()) {
            return Optional.empty();
        }
        if (!(session instanceof State.Selected selected)) {
            throw new BadCommand("select a mailbox first");
        }
        if (answer.has(SearchReturn.UPDATE)) {
            selected.contexts().requireNew(tag);
        }
        return Optional.of(selected);
    }

    private void searchSelected(State.Selected session, Searching filled) throws PeerGone, BadCommand {
        var view = session.mailbox();
        var out = session.dialogue().out();
        var reached = session.reached();
        if (!reached.may(Right.READ)) {
            return;
        }
        view.update(Expunges.HELD_BACK, out);
        var evaluator = SearchEvaluator.lenient(view.account(), view, view.state());
        var found = new MailboxOrder(evaluator.evaluate(filled.keys().key()));
        if (answer.has(SearchReturn.SAVE)) {
            view.save(answer.toSave(found));
        }
        var correlator = correlator(reached, view);
        tell(session, correlator, view, filled, found);
        if (answer.has(SearchReturn.UPDATE)) {
            var program = new UpdatingSearch.Program(correlator, filled, Optional.empty(), answer.ofNew());
            session.contexts().add(new UpdatingSearch(program, view, evaluator, found), out);
        }
    }

    private void searchOther(State.LoggedIn session, Reached mailbox, Searching filled) throws PeerGone, BadCommand {
        try {
            var view = new SelectedMailbox(
                    mailbox.account(),
                    mailbox.state(),
                    true,
                    Recent.UNKNOWN,
                    session.dialogue().awareness());
            var evaluator = SearchEvaluator.lenient(view.account(), view, view.state());
            var found = new MailboxOrder(evaluator.evaluate(filled.keys().key()));
            tell(session, correlator(mailbox, view), view, filled, found);
        } catch (Refused gone) {
            if (gone.why() != Refused.Why.NOT_FOUND) {
                throw gone;
            }
            // Deleted since it was found: nothing is in it.
        }
    }

    private Correlator correlator(Reached mailbox, SelectedMailbox view) {
        var place = new Correlator.Place(mailbox.name(), view.state().uidValidity());
        return new Correlator(tag, Optional.of(place));
    }

    /// RFC 7377 §2.1: only of a mailbox in which something was found.
    private void tell(
            State.LoggedIn session, Correlator correlator, SelectedMailbox view, Searching filled, MailboxOrder found)
            throws PeerGone {
        if (found.count() > 0) {
            long highest = filled.highestModSeq(view, answer.toSave(found));
            new EsearchResponse(correlator, Numbers.UID, answer)
                    .tell(view, found, highest, session.dialogue().out());
        }
    }
}
