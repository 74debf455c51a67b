package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.search.SearchKeys;
import org.posthorn.imap.sort.SortCriteria;
import org.posthorn.imap.sort.SortedUids;
import org.posthorn.imap.sort.Sorter;
import org.posthorn.imap.view.Expunges;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.mailbox.Uids;

/// SORT and UID SORT find messages and tell them in an order (RFC 5256 §3).
///
/// @param answer what to give back, by ESEARCH (RFC 5267 §3); without it a SORT response tells all
record Sort(Tag tag, Searching searching, SortCriteria criteria, Optional<SearchAnswer> answer)
        implements Command.WhileSelected {

    static Sort parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        return parse(tag, Numbers.SEQUENCE, in);
    }

    static Sort parseUid(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        return parse(tag, Numbers.UID, in);
    }

    private static Sort parse(Tag tag, Numbers numbers, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var answer = in.offers("ESORT") ? SearchAnswer.tryParse(in, "CONTEXT=SORT") : Optional.<SearchAnswer>empty();
        var criteria = SortCriteria.parse(in);
        in.space();
        var keys = SearchKeys.parseWithCharset(in);
        in.end();
        return new Sort(tag, new Searching(numbers, keys), criteria, answer);
    }

    @Override
    public Expunges expunges() {
        return searching.expunges();
    }

    @Override
    public Reply run(State.Selected session) throws PeerGone, BadCommand {
        var view = session.mailbox();
        boolean saves = answer.isPresent() && answer.get().has(SearchReturn.SAVE);
        var searching = this.searching.filled(session);
        var refusal = searching.refusal(tag);
        if (refusal.isPresent()) {
            if (saves) {
                view.save(Uids.NONE);
            }
            return refusal.get();
        }
        boolean updates = answer.isPresent() && answer.get().has(SearchReturn.UPDATE);
        if (updates) {
            session.contexts().requireNew(tag);
        }
        var search = searching.find(session);
        var sorted = Sorter.sort(view.account(), view.id(), criteria, search.uids());
        if (saves) {
            view.save(answer.get().toSave(sorted));
        }
        var told = answer.map(options -> options.toSave(sorted)).orElseGet(sorted::all);
        long highest = searching.highestModSeq(view, told);
        var out = session.dialogue().out();
        if (answer.isPresent()) {
            new EsearchResponse(Correlator.of(tag), searching.numbers(), answer.get()).tell(view, sorted, highest, out);
        } else {
            tell(view, sorted, highest, out);
        }
        if (updates) {
            var program = new UpdatingSearch.Program(
                    Correlator.of(tag),
                    searching,
                    Optional.of(criteria),
                    answer.get().ofNew());
            session.contexts().add(new UpdatingSearch(program, view, search.evaluator(), sorted), out);
        }
        return Reply.ok(tag, "SORT done");
    }

    /// RFC 5256 §4, RFC 7162 §3.1.9
    private void tell(SelectedMailbox view, SortedUids sorted, long highest, ImapEncoder out) throws PeerGone {
        out.raw("* SORT");
        for (int place = 1; place <= sorted.count(); place++) {
            long uid = sorted.at(place);
            out.space().number(searching.numbers() == Numbers.UID ? uid : view.sequence(uid));
        }
        if (highest > 0) {
            out.raw(" (MODSEQ ").number(highest).close();
        }
        out.crlf();
    }
}
