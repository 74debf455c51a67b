package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.MailboxName;

/// What an ESEARCH response answers (RFC 9051 §7.3.4, RFC 7377 §2.1).
///
/// @param place the mailbox, for answers to ESEARCH
record Correlator(Tag tag, Optional<Place> place) {

    /// @param name as the client knows it
    record Place(MailboxName name, long uidValidity) {}

    static Correlator of(Tag tag) {
        return new Correlator(tag, Optional.empty());
    }

    /// Begins the response.
    ImapEncoder write(ImapEncoder out) throws PeerGone {
        // Quoted though it could be an atom: some clients understand nothing else.
        out.raw("* ESEARCH (TAG \"").raw(tag.text()).raw("\"");
        if (place.isPresent()) {
            out.raw(" MAILBOX ").mailbox(place.get().name());
            out.raw(" UIDVALIDITY ").number(place.get().uidValidity());
        }
        return out.close();
    }
}
