package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.sort.MailboxOrder;
import org.posthorn.imap.sort.Ranking;
import org.posthorn.imap.sort.SortedUids;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.mailbox.Uids;

/// `* ESEARCH`, with what was asked for of a result (RFC 9051 §7.3.4, RFC 5267 §3).
record EsearchResponse(Correlator correlator, Numbers numbers, SearchAnswer wanted) {

    /// @param highest the MODSEQ to tell, 0 for none
    void tell(SelectedMailbox view, Ranking found, long highest, ImapEncoder out) throws PeerGone {
        if (wanted.savesOnly()) {
            return; // RFC 9051 §6.4.4: saving by itself says nothing
        }
        int count = found.count();
        correlator.write(out);
        if (numbers == Numbers.UID) {
            out.raw(" UID");
        }
        if (count > 0 && wanted.has(SearchReturn.MIN)) {
            out.raw(" MIN ").number(number(view, found.at(1)));
        }
        if (count > 0 && wanted.has(SearchReturn.MAX)) {
            out.raw(" MAX ").number(number(view, found.at(count)));
        }
        if (count > 0 && wanted.has(SearchReturn.ALL)) {
            out.raw(" ALL ");
            set(view, found, 1, count, out);
        }
        if (wanted.has(SearchReturn.COUNT)) {
            out.raw(" COUNT ").number(count);
        }
        if (wanted.partial().isPresent()) {
            var range = wanted.partial().get();
            out.raw(" PARTIAL (").raw(range.toString()).space();
            set(view, found, range.first(count), range.last(count), out);
            out.close();
        }
        if (highest > 0) {
            out.raw(" MODSEQ ").number(highest);
        }
        out.crlf();
    }

    private long number(SelectedMailbox view, long uid) {
        return numbers == Numbers.UID ? uid : view.sequence(uid);
    }

    /// A `sequence-set` of those at the places from `first` to `last`, or NIL.
    private void set(SelectedMailbox view, Ranking found, int first, int last, ImapEncoder out) throws PeerGone {
        if (first > last) {
            out.nil();
            return;
        }
        switch (found) {
            case MailboxOrder order -> {
                Uids uids = order.set(first, last);
                out.raw((numbers == Numbers.UID ? uids : view.sequences(uids)).toString());
            }
            case SortedUids sorted -> {
                var set = new OrderedSet(out);
                for (int place = first; place <= last; place++) {
                    set.add(number(view, sorted.at(place)));
                }
                set.finish();
            }
        }
    }
}
