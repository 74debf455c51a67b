package org.posthorn.imap.command;

import java.util.List;
import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.mailbox.Mailbox;

/// What STATUS tells of a mailbox, out of its row (RFC 9051 §6.3.11).
enum StatusItem {
    MESSAGES,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN,
    DELETED,
    SIZE,
    RECENT,
    APPENDLIMIT,
    MAILBOXID;

    /// `(MESSAGES UNSEEN)`
    static List<StatusItem> list(ImapParser in) throws PeerGone, BadCommand {
        return in.list(StatusItem::item).stream().distinct().toList();
    }

    private static StatusItem item(ImapParser in) throws BadCommand {
        String word = in.word();
        for (var item : values()) {
            if (item.name().equals(word)) {
                return item;
            }
        }
        throw in.bad("an item of STATUS in place of " + word);
    }

    /// Writes `* STATUS name (…)`.
    static void write(Dialogue dialogue, Mailbox mailbox, List<StatusItem> items) throws PeerGone {
        var out = dialogue.out();
        out.raw("* STATUS ").mailbox(mailbox.name()).space();
        out.list(items, item -> out.raw(item.name()).space().raw(item.value(dialogue, mailbox)));
        out.crlf();
    }

    private String value(Dialogue dialogue, Mailbox mailbox) {
        return switch (this) {
            case MESSAGES -> Long.toString(mailbox.messages());
            case UIDNEXT -> Long.toString(mailbox.uidNext());
            case UIDVALIDITY -> Long.toString(mailbox.uidValidity());
            case UNSEEN -> Long.toString(mailbox.unseen());
            case DELETED -> Long.toString(mailbox.deleted());
            case SIZE -> Long.toString(mailbox.size()); // RFC 8438
            case RECENT -> Long.toString(recent(dialogue, mailbox));
            case APPENDLIMIT -> Long.toString(dialogue.service().messageSize()); // RFC 7889 §3.1
            case MAILBOXID -> "(" + mailbox.objectId() + ")"; // RFC 8474 §4.3
        };
    }

    /// Only a session that has the mailbox selected has recent messages.
    private static int recent(Dialogue dialogue, Mailbox mailbox) {
        Optional<SelectedMailbox> selected = dialogue.state() instanceof State.Selected s
                ? Optional.of(s.mailbox()).filter(view -> view.id().equals(mailbox.id()))
                : Optional.empty();
        return selected.map(view -> view.recent().count()).orElse(0);
    }
}
