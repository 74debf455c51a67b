package org.posthorn.imap.fetch;

import java.util.List;
import java.util.Optional;
import org.posthorn.common.mime.AddressList;
import org.posthorn.common.mime.Envelope;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;

/// Writes `envelope` (RFC 9051 §7.5.2, §9).
record EnvelopeEncoder(ImapEncoder out) {

    // A host that is NIL would begin a group (RFC 9051 §7.5.2), an empty one is taken for NIL by some clients: these
    // words, UW-IMAP's first and since then Dovecot's, are what clients know.
    private static final String NO_DOMAIN = "MISSING_DOMAIN";
    private static final String NO_LOCAL = "MISSING_MAILBOX";

    void write(Envelope envelope) throws PeerGone {
        var from = list(envelope.from());
        out.open();
        plain(envelope.date());
        out.space();
        words(envelope.subject());
        addresses(from);
        // RFC 9051 §7.5.2: absent or empty, Sender and Reply-To are what From is.
        addresses(orElse(list(envelope.sender()), from));
        addresses(orElse(list(envelope.replyTo()), from));
        addresses(list(envelope.to()));
        addresses(list(envelope.cc()));
        addresses(list(envelope.bcc()));
        out.space();
        plain(envelope.inReplyTo());
        out.space();
        plain(envelope.messageId());
        out.close();
    }

    private static List<AddressList.Entry> list(Optional<String> field) {
        return field.map(AddressList::parse).orElse(List.of());
    }

    private static <T> List<T> orElse(List<T> list, List<T> other) {
        return list.isEmpty() ? other : list;
    }

    private void plain(Optional<String> field) throws PeerGone {
        out.nstring(field.map(HeaderText::clean));
    }

    private void words(Optional<String> field) throws PeerGone {
        out.nstring(field.map(text -> HeaderText.words(text, out.dialect())));
    }

    private void addresses(List<AddressList.Entry> entries) throws PeerGone {
        out.space();
        if (entries.isEmpty()) {
            out.nil();
            return;
        }
        out.open();
        boolean inGroup = false;
        for (var entry : entries) {
            switch (entry) {
                case AddressList.Address address -> address(address);
                case AddressList.GroupStart(String name) -> {
                    closeGroup(inGroup);
                    inGroup = true;
                    out.raw("(NIL NIL ")
                            .string(HeaderText.words(name, out.dialect()))
                            .raw(" NIL)");
                }
                case AddressList.GroupEnd _ -> {
                    closeGroup(inGroup);
                    inGroup = false;
                }
            }
        }
        closeGroup(inGroup);
        out.close();
    }

    private void closeGroup(boolean open) throws PeerGone {
        if (open) {
            out.raw("(NIL NIL NIL NIL)");
        }
    }

    private void address(AddressList.Address address) throws PeerGone {
        out.open();
        words(address.name());
        out.space();
        plain(address.route());
        out.space();
        out.string(orElse(HeaderText.clean(address.local()), NO_LOCAL));
        out.space();
        out.string(orElse(HeaderText.clean(address.domain()), NO_DOMAIN));
        out.close();
    }

    private static String orElse(String text, String other) {
        return text.isEmpty() ? other : text;
    }
}
