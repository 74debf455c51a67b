package org.posthorn.imap.view;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.storage.mailbox.Uids;

/// Writes which messages went, in the form that the client understands.
final class ExpungeLines {
    private static final int VANISHED_IN_A_LINE = 1_000;

    private ExpungeLines() {}

    /// @param told the messages that have numbers, before these went
    static void expunged(Uids told, Uids gone, ImapEncoder out) throws PeerGone {
        // From the front, each one moves the numbers behind it down by one (RFC 9051 §7.5.1).
        int before = 0;
        for (var each = gone.iterator(); each.hasNext(); before++) {
            out.raw("* ")
                    .number(told.rank(each.nextLong()) - before)
                    .raw(" EXPUNGE")
                    .crlf();
        }
    }

    /// RFC 7162 §3.2.10
    static void vanished(String response, Uids gone, ImapEncoder out) throws PeerGone {
        // In pieces, so that no line grows with the mailbox.
        for (int first = 1; first <= gone.count(); first += VANISHED_IN_A_LINE) {
            int last = Math.min(first + VANISHED_IN_A_LINE - 1, gone.count());
            var piece = gone.and(Uids.range(gone.at(first), gone.at(last)));
            out.raw(response).raw(piece.toString()).crlf();
        }
    }
}
