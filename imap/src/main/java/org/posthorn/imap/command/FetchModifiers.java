package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.PartialRange;

/// What narrows a FETCH, besides its set (RFC 4466 §2.4).
///
/// @param since   only messages changed behind a MODSEQ (RFC 7162 §3.1.4.1)
/// @param partial of UID FETCH only: a stretch of the messages of the set (RFC 9394 §3.3)
record FetchModifiers(Optional<ChangedSince> since, Optional<PartialRange> partial) {

    /// Reads ` (CHANGEDSINCE 12345 VANISHED PARTIAL -1:-30)`, in any order; none when nothing more stands there.
    static FetchModifiers parse(ImapParser in) throws BadCommand {
        var modSeq = Optional.<Long>empty();
        var partial = Optional.<PartialRange>empty();
        boolean vanished = false;
        if (in.trySpace()) {
            in.open();
            do {
                if (modSeq.isEmpty() && in.offers("CONDSTORE") && in.tryWord("CHANGEDSINCE")) {
                    in.space();
                    modSeq = Optional.of(in.number64());
                } else if (in.offers("QRESYNC") && in.tryWord("VANISHED")) {
                    vanished = true;
                } else if (partial.isEmpty() && in.offers("PARTIAL") && in.tryWord("PARTIAL")) {
                    in.space();
                    partial = Optional.of(PartialRange.parse(in));
                } else {
                    throw in.bad("CHANGEDSINCE, VANISHED or PARTIAL, each once");
                }
            } while (in.trySpace());
            in.close();
        }
        if (vanished && modSeq.isEmpty()) {
            throw in.bad("CHANGEDSINCE beside VANISHED"); // RFC 7162 §3.2.6
        }
        boolean gone = vanished;
        return new FetchModifiers(modSeq.map(number -> new ChangedSince(number, gone)), partial);
    }
}
