package org.posthorn.imap.command;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.Literal;
import org.posthorn.storage.mailbox.Flag;

/// One message of APPEND, read up to where its bytes begin (RFC 3502 `append-message`, RFC 4466 §2.5).
///
/// @param date the internal date; without one it is now
record AppendMessage(Set<Flag> flags, Optional<Instant> date, Data data) {

    /// Where the bytes come from.
    sealed interface Data {
        /// `{5}` or `~{5}`: both may hold any octet here (RFC 3516 §4.4).
        record Whole(Literal literal) implements Data {}

        /// `UTF8 (~{5}`, whose `)` follows the bytes: a header in UTF-8 (RFC 6855 §4). Plain literals may have that
        /// too.
        record Utf8(Literal literal) implements Data {}

        /// `CATENATE (`, behind which parts stand (RFC 4469).
        record Catenated() implements Data {}
    }

    /// Reads ` (\Seen) "date" {5}`.
    static AppendMessage parse(ImapParser in) throws PeerGone, BadCommand {
        in.space();
        Set<Flag> flags = Set.of();
        if (in.peek() == '(') {
            flags = in.flagList();
            in.space();
        }
        var date = Optional.<Instant>empty();
        if (in.peek() == '"') {
            date = Optional.of(in.dateTime());
            in.space();
        }
        return new AppendMessage(flags, date, data(in));
    }

    private static Data data(ImapParser in) throws BadCommand {
        if (in.offers("CATENATE") && in.tryWord("CATENATE")) {
            in.space();
            in.open();
            return new Data.Catenated();
        }
        if (in.offers("UTF8=ACCEPT") && in.tryWord("UTF8")) {
            return new Data.Utf8(utf8(in));
        }
        return new Data.Whole(in.literal());
    }

    /// What stands behind `UTF8`, up to the bytes.
    static Literal utf8(ImapParser in) throws BadCommand {
        in.space();
        in.open();
        if (in.peek() != '~') {
            throw in.bad("a literal with '~'");
        }
        return in.literal();
    }
}
