package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.fetch.FetchEncoder;
import org.posthorn.imap.fetch.FetchItems;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.search.SearchEvaluator;
import org.posthorn.imap.search.SearchKey;
import org.posthorn.imap.sort.MailboxOrder;
import org.posthorn.imap.sort.Ranking;
import org.posthorn.imap.sort.SortCriteria;
import org.posthorn.imap.sort.SortedUids;
import org.posthorn.imap.sort.Sorter;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;

/// A search that goes on: it remembers what the client takes for its result, and tells the difference.
///
/// Only what may have changed is asked again: messages that came, and, where the keys look at flags, those whose flags
/// are others now. Keys that are answered by bitmaps alone are asked of all, and so is one that depends on the time.
final class UpdatingSearch {
    /// Longer orders are not kept.
    private static final int MOST_SORTED = 200_000;

    private final Program program;
    private final SelectedMailbox view;
    private SearchEvaluator evaluator;
    private MailboxState state;
    private Uids asked;
    private Ranking results;

    /// What was asked for.
    ///
    /// @param ofNew what to tell of a message that comes, before it is told to be a result (RFC 5465 §7)
    record Program(
            Correlator correlator, Searching searching, Optional<SortCriteria> order, Optional<FetchItems> ofNew) {}

    /// @param evaluator that found them, just now
    /// @param results   as the client was told
    UpdatingSearch(Program program, SelectedMailbox view, SearchEvaluator evaluator, Ranking results) {
        this.program = program;
        this.view = view;
        this.evaluator = evaluator;
        this.results = results;
        this.state = view.state();
        this.asked = view.uids().and(state.uids());
    }

    Tag tag() {
        return program.correlator().tag();
    }

    boolean isSorted() {
        return program.order().isPresent();
    }

    boolean isTooLarge() {
        return isSorted() && results.count() > MOST_SORTED;
    }

    /// RFC 5267 §4.3.4: before the client is told of the expunges, so that numbers are good.
    void gone(Uids uids, ImapEncoder out) throws PeerGone {
        remove(results.all().and(uids), out);
    }

    /// Tells what is different by now.
    void update(ImapEncoder out) throws PeerGone {
        var now = view.state();
        var there = view.uids().and(now.uids());
        if (now == state && there.equals(asked)) {
            return;
        }
        var again = candidates(now, there);
        evaluator = evaluator.later(now);
        var matching = again.isEmpty() ? again : evaluate(again);
        var arrived = there.minus(asked);
        state = now;
        asked = there;
        var before = results.all();
        var next = before.minus(again).or(matching).and(there);
        remove(before.minus(next), out);
        describe(next.and(arrived), out);
        add(next.minus(before), out);
    }

    private void describe(Uids arrived, ImapEncoder out) throws PeerGone {
        if (program.ofNew().isPresent() && !arrived.isEmpty()) {
            new FetchEncoder(view.account(), view, state, out)
                    .run(program.ofNew().get(), arrived, Uids.NONE);
        }
    }

    private Uids candidates(MailboxState now, Uids there) {
        var key = program.searching().keys().key();
        if (key.cost() == SearchKey.Cost.SET || key.any(SearchKey.Within.class::isInstance)) {
            return there;
        }
        var fresh = there.minus(asked);
        boolean byFlags = key.any(SearchKey.Flagged.class::isInstance) || key.any(SearchKey.ModSeq.class::isInstance);
        return byFlags ? fresh.or(now.flagsChangedSince(state).and(there)) : fresh;
    }

    private Uids evaluate(Uids uids) {
        try {
            return evaluator.evaluate(program.searching().keys().key(), uids);
        } catch (BadCommand e) {
            throw new IllegalStateException("numbers that were good are not", e);
        }
    }

    // ---- what the client is told

    private void remove(Uids gone, ImapEncoder out) throws PeerGone {
        if (gone.isEmpty()) {
            return;
        }
        begin(" REMOVEFROM (", out);
        switch (results) {
            case MailboxOrder(var all) -> {
                out.raw("0 ").raw(numbered(gone).toString());
                results = new MailboxOrder(all.minus(gone));
            }
            case SortedUids sorted -> {
                pairs(sorted, gone, false, out);
                results = sorted.without(gone);
            }
        }
        out.close().crlf();
    }

    private void add(Uids fresh, ImapEncoder out) throws PeerGone {
        if (fresh.isEmpty()) {
            return;
        }
        switch (results) {
            case MailboxOrder(var all) -> {
                begin(" ADDTO (", out);
                out.raw("0 ").raw(numbered(fresh).toString()).close().crlf();
                results = new MailboxOrder(all.or(fresh));
            }
            case SortedUids sorted -> {
                var all = sorted.all().or(fresh);
                var next =
                        Sorter.sort(view.account(), view.id(), program.order().orElseThrow(), all);
                remove(sorted.all().minus(next.all()), out); // gone this moment
                var there = fresh.and(next.all());
                if (!there.isEmpty()) {
                    begin(" ADDTO (", out);
                    pairs(next, there, true, out);
                    out.close().crlf();
                }
                results = next;
            }
        }
    }

    private void begin(String item, ImapEncoder out) throws PeerGone {
        program.correlator().write(out);
        out.raw(program.searching().numbers() == Numbers.UID ? " UID" : "").raw(item);
    }

    /// Places and the messages there: of those that come, where they shall be; of those that go, where they are by the
    /// time that the ones before them are gone.
    private void pairs(SortedUids order, Uids some, boolean coming, ImapEncoder out) throws PeerGone {
        var set = new OrderedSet(out);
        boolean within = false;
        boolean first = true;
        int left = 0;
        for (int place = 1; place <= order.count(); place++) {
            long uid = order.at(place);
            if (!some.contains(uid)) {
                left++;
                if (within) {
                    set.finish();
                }
                within = false;
                continue;
            }
            if (!within) {
                out.raw(first ? "" : " ").number(coming ? place : left + 1).space();
            }
            within = true;
            first = false;
            set.add(program.searching().numbers() == Numbers.UID ? uid : view.sequence(uid));
        }
        set.finish();
    }

    private Uids numbered(Uids uids) {
        return program.searching().numbers() == Numbers.UID ? uids : view.sequences(uids);
    }
}
