package org.posthorn.imap.fetch;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.storage.message.Slice;
import org.posthorn.storage.message.StoredEnvelope;
import org.posthorn.storage.message.StoredPart;

/// Writes `envelope` (RFC 9051 §7.5.2, §9) from the message's record: what is plain, as nearly all is, goes from bytes
/// to bytes.
///
/// @param text writes into the line what needs more than quotes
record EnvelopeEncoder(LineBuffer line, ImapEncoder text) {

    // A host that is NIL would begin a group (RFC 9051 §7.5.2), an empty one is taken for NIL by some clients: these
    // words, UW-IMAP's first and since then Dovecot's, are what clients know.
    private static final String NO_DOMAIN = "MISSING_DOMAIN";
    private static final String NO_LOCAL = "MISSING_MAILBOX";

    /// @param message a part that is one; where nothing is known of its fields, none of them is there
    void write(StoredPart message) throws PeerGone {
        if (!message.hasEnvelope()) {
            line.ascii("(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)");
            return;
        }
        var in = message.envelope();
        line.ascii("(");
        plain(in.text());
        line.ascii(" ");
        words(in.text());
        int from = line.length();
        addresses(in);
        int fromEnd = line.length();
        // RFC 9051 §7.5.2: absent or empty, Sender and Reply-To are what From is.
        addressesOrAgain(in, from, fromEnd);
        addressesOrAgain(in, from, fromEnd);
        addresses(in);
        addresses(in);
        addresses(in);
        line.ascii(" ");
        plain(in.text());
        line.ascii(" ");
        plain(in.text());
        line.ascii(")");
    }

    /// A field without words in it, or `NIL`.
    void plain(Slice field) throws PeerGone {
        if (!field.isPresent()) {
            line.ascii("NIL");
        } else if (!line.quoted(field)) {
            text.string(HeaderText.clean(field.toString()));
        }
    }

    /// Free text, or `NIL`.
    void words(Slice field) throws PeerGone {
        if (!field.isPresent()) {
            line.ascii("NIL");
        } else if (!line.quoted(field)) {
            text.string(HeaderText.words(field.toString(), text.dialect()));
        }
    }

    private void addressesOrAgain(StoredEnvelope in, int from, int end) throws PeerGone {
        int entries = in.entries();
        if (entries == 0) {
            line.again(from, end);
        } else {
            addresses(in, entries);
        }
    }

    private void addresses(StoredEnvelope in) throws PeerGone {
        int entries = in.entries();
        if (entries == 0) {
            line.ascii(" NIL");
        } else {
            addresses(in, entries);
        }
    }

    private void addresses(StoredEnvelope in, int entries) throws PeerGone {
        line.ascii(" (");
        boolean inGroup = false;
        for (int left = entries; left > 0; left--) {
            var entry = in.entry();
            switch (entry.kind()) {
                case ADDRESS -> address(entry);
                case GROUP -> {
                    closeGroup(inGroup);
                    inGroup = true;
                    line.ascii("(NIL NIL ");
                    words(entry.name());
                    line.ascii(" NIL)");
                }
                case GROUP_END -> {
                    closeGroup(inGroup);
                    inGroup = false;
                }
            }
        }
        closeGroup(inGroup);
        line.ascii(")");
    }

    private void closeGroup(boolean open) {
        if (open) {
            line.ascii("(NIL NIL NIL NIL)");
        }
    }

    private void address(StoredEnvelope.Entry address) throws PeerGone {
        line.ascii("(");
        words(address.name());
        line.ascii(" ");
        plain(address.route());
        line.ascii(" ");
        orElse(address.local(), NO_LOCAL);
        line.ascii(" ");
        orElse(address.domain(), NO_DOMAIN);
        line.ascii(")");
    }

    private void orElse(Slice field, String other) throws PeerGone {
        if (field.length() > 0 && line.quoted(field)) {
            return;
        }
        String clean = HeaderText.clean(field.toString());
        text.string(clean.isEmpty() ? other : clean);
    }
}
