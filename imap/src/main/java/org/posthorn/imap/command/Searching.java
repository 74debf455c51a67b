package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
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

/// What SEARCH, SORT and THREAD do alike: look for messages of the selected mailbox.
record Searching(Numbers numbers, SearchKeys keys) {

    Expunges expunges() {
        // RFC 9051 §7.5.1, RFC 5256 §3, RFC 7162 §3.2.10.2: nor by UID when the keys name numbers
        boolean numbered = keys.hasFilters() // which may
                || keys.key().any(key -> key instanceof SearchKey.Messages(var set) && set instanceof SeqSet);
        return numbers == Numbers.SEQUENCE || numbered ? Expunges.HELD_BACK : Expunges.TOLD;
    }

    /// The same with the searches that are stored in place of their names, but for one that is not there.
    Searching filled(State.LoggedIn session) {
        return keys.hasFilters() && keys.unicode() ? new Searching(numbers, Filters.fill(session, keys)) : this;
    }

    /// What to say when the keys are in a charset that we can't read, or name a filter that is not there.
    Optional<Reply> refusal(Tag tag) {
        if (keys.hasFilters() && !keys.unicode()) {
            // RFC 5466 §3.1: filters are UTF-8
            return Optional.of(
                    new Reply.Tagged(tag, Reply.Status.BAD, "BADCHARSET (US-ASCII UTF-8)", "filters are in UTF-8"));
        }
        var missing = Filters.missing(keys);
        if (missing.isPresent()) {
            return Optional.of(Reply.no(tag, "UNDEFINED-FILTER " + missing.get(), "there is no such filter"));
        }
        return keys.unknownCharset()
                .map(_ -> Reply.no(tag, "BADCHARSET " + SearchKeys.CHARSETS, "this charset is not known here"));
    }

    boolean byModSeq() {
        return keys.key().any(SearchKey.ModSeq.class::isInstance);
    }

    /// Looks among what the client knows of by then.
    Found find(State.Selected session) throws PeerGone, BadCommand {
        var dialogue = session.dialogue();
        if (byModSeq()) {
            dialogue.aware(Awareness.CONDSTORE);
        }
        var view = session.mailbox();
        view.update(Expunges.HELD_BACK, dialogue.out());
        var progress = dialogue.progress();
        var evaluator = new SearchEvaluator(view.account(), view, view.state(), progress);
        var found = evaluator.evaluate(keys.key());
        progress.done();
        return new Found(evaluator, found);
    }

    /// @param uids those that match
    record Found(SearchEvaluator evaluator, Uids uids) {}

    /// RFC 7162 §3.1.6, §3.1.9: the highest MODSEQ of the messages that are told, where the keys ask for MODSEQs;
    /// else, and of no messages, 0.
    long highestModSeq(SelectedMailbox view, Uids told) {
        var highest = new long[1];
        if (byModSeq()) {
            view.account().modSeqs(view.state(), told, (_, modSeq) -> highest[0] = Math.max(highest[0], modSeq));
        }
        return highest[0];
    }
}
