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
        return new AppendMessage(flags, date, new Data.Whole(in.literal()));
    }
}
