package org.posthorn.imap.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.view.Awareness;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.Flag;

/// What STATUS tells of a mailbox, out of its row (RFC 9051 §6.3.11).
enum StatusItem {
    MESSAGES,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN,
    DELETED,
    DELETED_STORAGE,
    SIZE,
    RECENT,
    APPENDLIMIT,
    MAILBOXID,
    HIGHESTMODSEQ;

    /// What an item comes with, of those that may be hidden.
    private static final Map<String, String> CAPABILITIES = Map.of(
            "APPENDLIMIT", "APPENDLIMIT",
            "DELETED-STORAGE", "QUOTA",
            "HIGHESTMODSEQ", "CONDSTORE",
            "MAILBOXID", "OBJECTID");

    /// `(MESSAGES UNSEEN)`
    static List<StatusItem> list(ImapParser in) throws PeerGone, BadCommand {
        return in.list(StatusItem::item).stream().distinct().toList();
    }

    private static StatusItem item(ImapParser in) throws BadCommand {
        String word = in.word();
        for (var item : values()) {
            if (item.word().equals(word) && in.offers(CAPABILITIES.getOrDefault(word, ""))) {
                return item;
            }
        }
        throw in.bad("an item of STATUS in place of " + word);
    }

    /// Writes `* STATUS name (…)`.
    static void write(State.LoggedIn session, Reached mailbox, List<StatusItem> items) throws PeerGone {
        if (items.contains(HIGHESTMODSEQ)) {
            session.dialogue().aware(Awareness.CONDSTORE); // RFC 7162 §3.1
        }
        tell(session, mailbox, items);
    }

    /// The same, when the client did not ask for just these items.
    static void tell(State.LoggedIn session, Reached mailbox, List<StatusItem> items) throws PeerGone {
        // All of them before the line is begun: some read rows, which may fail.
        var values = items.stream()
                .map(item -> item.word() + " " + item.value(session, mailbox))
                .toList();
        var out = session.dialogue().out();
        out.raw("* STATUS ")
                .mailbox(mailbox.name())
                .space()
                .list(values, out::raw)
                .crlf();
    }

    private String word() {
        return name().replace('_', '-');
    }

    private String value(State.LoggedIn session, Reached reached) {
        var dialogue = session.dialogue();
        var mailbox = reached.mailbox();
        return switch (this) {
            case MESSAGES -> Long.toString(mailbox.messages());
            case UIDNEXT -> Long.toString(mailbox.uidNext());
            case UIDVALIDITY -> Long.toString(mailbox.uidValidity());
            case UNSEEN -> Long.toString(mailbox.unseen());
            case DELETED -> Long.toString(mailbox.deleted());
            case DELETED_STORAGE -> Long.toString(deletedOctets(reached)); // RFC 9208 §4.1.4
            case SIZE -> Long.toString(mailbox.size()); // RFC 8438
            case RECENT -> Long.toString(recent(dialogue, reached));
            case APPENDLIMIT -> Long.toString(dialogue.service().messageSize()); // RFC 7889 §3.1
            case MAILBOXID -> "(" + reached.objectId() + ")"; // RFC 8474 §4.3
            case HIGHESTMODSEQ -> Long.toString(mailbox.highestModSeq()); // RFC 7162 §3.1.7
        };
    }

    /// Sizes are in the messages' rows, so this takes as long as many are deleted.
    private static long deletedOctets(Reached reached) {
        var mailbox = reached.mailbox();
        if (mailbox.deleted() == 0) {
            return 0;
        }
        try {
            var octets = new long[1];
            var deleted = reached.state().with(Flag.DELETED);
            reached.account().placements(mailbox.id(), deleted, placement -> octets[0] += placement.size());
            return octets[0];
        } catch (Refused _) {
            return 0; // The mailbox went meanwhile: there is nothing to expunge.
        }
    }

    /// Only a session that has the mailbox selected has recent messages.
    private static int recent(Dialogue dialogue, Reached mailbox) {
        Optional<SelectedMailbox> selected = dialogue.state() instanceof State.Selected s
                ? Optional.of(s.mailbox()).filter(mailbox::is)
                : Optional.empty();
        return selected.map(view -> view.recent().count()).orElse(0);
    }
}
