package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.SeqSet;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.search.SearchEvaluator;
import org.posthorn.imap.search.SearchKey;
import org.posthorn.imap.search.SearchKeys;
import org.posthorn.imap.view.Awareness;
import org.posthorn.imap.view.Expunges;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.mailbox.Uids;

/// SEARCH and UID SEARCH find messages (RFC 9051 §6.4.4).
///
/// @param answer what to give back, by ESEARCH; without it IMAP4rev1 wants the old SEARCH response
record Search(Tag tag, Numbers numbers, Optional<SearchAnswer> answer, SearchKeys keys)
        implements Command.WhileSelected {

    /// What the result is told in.
    enum Numbers {
        SEQUENCE,
        UID
    }

    static Search parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        return parse(tag, Numbers.SEQUENCE, in);
    }

    static Search parseUid(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        return parse(tag, Numbers.UID, in);
    }

    private static Search parse(Tag tag, Numbers numbers, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var answer = Optional.<SearchAnswer>empty();
        if (in.tryWord("RETURN")) {
            in.space();
            answer = Optional.of(SearchAnswer.parse(in));
            in.space();
        }
        var keys = SearchKeys.parse(in);
        in.end();
        return new Search(tag, numbers, answer, keys);
    }

    @Override
    public Expunges expunges() {
        // RFC 9051 §7.5.1, RFC 7162 §3.2.10.2: nor by UID when the keys name numbers
        boolean numbered = keys.key().any(key -> key instanceof SearchKey.Messages(var set) && set instanceof SeqSet);
        return numbers == Numbers.SEQUENCE || numbered ? Expunges.HELD_BACK : Expunges.TOLD;
    }

    @Override
    public Reply run(State.Selected session) throws PeerGone, BadCommand {
        var dialogue = session.dialogue();
        if (keys.charsetNamed() && dialogue.acceptsUtf8()) {
            throw new BadCommand("after ENABLE UTF8=ACCEPT all text is UTF-8, no CHARSET is taken"); // RFC 6855 §3
        }
        var view = session.mailbox();
        boolean saves = answer.isPresent() && answer.get().has(SearchReturn.SAVE);
        if (keys.unknownCharset().isPresent()) {
            if (saves) {
                view.save(Uids.NONE); // RFC 9051 §6.4.4.1
            }
            return Reply.no(tag, "BADCHARSET " + SearchKeys.CHARSETS, "this charset is not known here");
        }
        boolean byModSeq = keys.key().any(SearchKey.ModSeq.class::isInstance);
        if (byModSeq) {
            dialogue.aware(Awareness.CONDSTORE);
        }
        view.update(Expunges.HELD_BACK, dialogue.out());
        var found = new SearchEvaluator(view.account(), view, view.state()).evaluate(keys.key());
        if (saves) {
            view.save(answer.get().toSave(found));
        }
        var wanted = answer.or(() -> dialogue.speaksRev2() ? Optional.of(SearchAnswer.ALL) : Optional.empty());
        // RFC 4731 §3.2: the highest of the messages that are told, not of all that were found
        var told = wanted.map(options -> options.toSave(found)).orElse(found);
        long highest = byModSeq ? highestModSeq(session, told) : 0;
        if (wanted.isPresent()) {
            tellExtended(view, found, wanted.get(), highest, dialogue.out());
        } else {
            tell(view, found, highest, dialogue.out());
        }
        return Reply.ok(tag, "SEARCH done");
    }

    /// 0 of no messages.
    private static long highestModSeq(State.Selected session, Uids uids) {
        var highest = new long[1];
        var view = session.mailbox();
        view.account().modSeqs(view.state(), uids, (_, modSeq) -> highest[0] = Math.max(highest[0], modSeq));
        return highest[0];
    }

    /// RFC 3501 §7.2.5, RFC 7162 §3.1.6
    private void tell(SelectedMailbox view, Uids found, long highest, ImapEncoder out) throws PeerGone {
        out.raw("* SEARCH");
        for (var each = numbered(view, found).iterator(); each.hasNext(); ) {
            out.space().number(each.nextLong());
        }
        if (highest > 0) {
            out.raw(" (MODSEQ ").number(highest).close();
        }
        out.crlf();
    }

    /// RFC 9051 §7.3.4
    private void tellExtended(SelectedMailbox view, Uids found, SearchAnswer wanted, long highest, ImapEncoder out)
            throws PeerGone {
        if (wanted.savesOnly()) {
            return; // RFC 9051 §6.4.4: saving by itself says nothing
        }
        var result = numbered(view, found);
        // Quoted though it could be an atom: some clients understand nothing else.
        out.raw("* ESEARCH (TAG \"").raw(tag.text()).raw("\")");
        if (numbers == Numbers.UID) {
            out.raw(" UID");
        }
        if (!result.isEmpty()) {
            if (wanted.has(SearchReturn.MIN)) {
                out.raw(" MIN ").number(result.first());
            }
            if (wanted.has(SearchReturn.MAX)) {
                out.raw(" MAX ").number(result.last());
            }
            if (wanted.has(SearchReturn.ALL)) {
                out.raw(" ALL ").raw(result.toString());
            }
        }
        if (wanted.has(SearchReturn.COUNT)) {
            out.raw(" COUNT ").number(result.count());
        }
        if (wanted.partial().isPresent()) {
            var range = wanted.partial().get();
            var part = numbered(view, range.of(found));
            out.raw(" PARTIAL (").raw(range.toString()).space();
            out.raw(part.isEmpty() ? "NIL" : part.toString()).close();
        }
        if (highest > 0) {
            out.raw(" MODSEQ ").number(highest);
        }
        out.crlf();
    }

    private Uids numbered(SelectedMailbox view, Uids found) {
        return numbers == Numbers.UID ? found : view.sequences(found);
    }
}
