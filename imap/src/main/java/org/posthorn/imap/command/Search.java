package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.search.SearchKeys;
import org.posthorn.imap.sort.MailboxOrder;
import org.posthorn.imap.view.Expunges;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.mailbox.Uids;

/// SEARCH and UID SEARCH find messages (RFC 9051 §6.4.4).
///
/// @param answer what to give back, by ESEARCH; without it IMAP4rev1 wants the old SEARCH response
record Search(Tag tag, Searching searching, Optional<SearchAnswer> answer) implements Command.WhileSelected {

    static Search parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        return parse(tag, Numbers.SEQUENCE, in);
    }

    static Search parseUid(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        return parse(tag, Numbers.UID, in);
    }

    private static Search parse(Tag tag, Numbers numbers, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var answer = SearchAnswer.tryParse(in, "CONTEXT=SEARCH");
        var keys = SearchKeys.parse(in);
        in.end();
        return new Search(tag, new Searching(numbers, keys), answer);
    }

    @Override
    public Expunges expunges() {
        return searching.expunges();
    }

    @Override
    public Reply run(State.Selected session) throws PeerGone, BadCommand {
        var dialogue = session.dialogue();
        if (searching.keys().charsetNamed() && dialogue.acceptsUtf8()) {
            throw new BadCommand("after ENABLE UTF8=ACCEPT all text is UTF-8, no CHARSET is taken"); // RFC 6855 §3
        }
        var view = session.mailbox();
        boolean saves = answer.isPresent() && answer.get().has(SearchReturn.SAVE);
        var searching = this.searching.filled(session);
        var refusal = searching.refusal(tag);
        if (refusal.isPresent()) {
            if (saves) {
                view.save(Uids.NONE); // RFC 9051 §6.4.4.1
            }
            return refusal.get();
        }
        boolean updates = answer.isPresent() && answer.get().has(SearchReturn.UPDATE);
        if (updates) {
            session.contexts().requireNew(tag);
        }
        var search = searching.find(session);
        var found = new MailboxOrder(search.uids());
        if (saves) {
            view.save(answer.get().toSave(found));
        }
        var wanted = answer.or(() -> dialogue.speaksRev2() ? Optional.of(SearchAnswer.ALL) : Optional.empty());
        // RFC 4731 §3.2: the highest of the messages that are told, not of all that were found
        var told = wanted.map(options -> options.toSave(found)).orElse(found.all());
        long highest = searching.highestModSeq(view, told);
        if (wanted.isPresent()) {
            new EsearchResponse(Correlator.of(tag), searching.numbers(), wanted.get())
                    .tell(view, found, highest, dialogue.out());
        } else {
            tell(view, found.all(), highest, dialogue.out());
        }
        if (updates) {
            var program = new UpdatingSearch.Program(
                    Correlator.of(tag),
                    searching,
                    Optional.empty(),
                    answer.get().ofNew());
            session.contexts().add(new UpdatingSearch(program, view, search.evaluator(), found), dialogue.out());
        }
        return Reply.ok(tag, "SEARCH done");
    }

    /// RFC 3501 §7.2.5, RFC 7162 §3.1.6
    private void tell(SelectedMailbox view, Uids found, long highest, ImapEncoder out) throws PeerGone {
        out.raw("* SEARCH");
        var numbers = searching.numbers() == Numbers.UID ? found : view.sequences(found);
        for (var each = numbers.iterator(); each.hasNext(); ) {
            out.space().number(each.nextLong());
        }
        if (highest > 0) {
            out.raw(" (MODSEQ ").number(highest).close();
        }
        out.crlf();
    }
}
