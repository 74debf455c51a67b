package org.posthorn.imap.command;

import java.util.List;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.storage.annotation.EntryName;
import org.posthorn.storage.mailbox.Right;

/// What is to follow each LIST response of a mailbox that was selected: what STATUS, GETMETADATA and MYRIGHTS
/// tell (RFC 5819, RFC 9590, RFC 8440).
///
/// @param status  empty: no STATUS
/// @param entries empty: no METADATA
/// @param rights  whether MYRIGHTS
record ListAlong(List<StatusItem> status, List<EntryName> entries, boolean rights) {
    static final ListAlong NOTHING = new ListAlong(List.of(), List.of(), false);

    private static final int MOST_ENTRIES = 100;

    ListAlong withStatus(List<StatusItem> items) {
        return new ListAlong(items, entries, rights);
    }

    ListAlong withRights() {
        return new ListAlong(status, entries, true);
    }

    /// Reads `METADATA`'s entries, one or a list of them (RFC 9590 §5).
    ListAlong withEntries(ImapParser in) throws PeerGone, BadCommand {
        var names = in.peek() == '(' ? in.list(AnnotatedPlace::entry) : List.of(AnnotatedPlace.entry(in));
        if (names.size() > MOST_ENTRIES) {
            throw in.bad("no more than " + MOST_ENTRIES + " entries");
        }
        if (!names.stream().allMatch(EntryName::isWhole)) {
            throw in.bad("names of at least two levels, those of vendors of four, in front");
        }
        return new ListAlong(status, names, rights);
    }

    /// What the user may not read is left out: the LIST response stands alone then.
    void write(State.LoggedIn session, Reached mailbox) throws PeerGone {
        if (rights) {
            MyRights.write(mailbox, session.dialogue().out());
        }
        if (!status.isEmpty() && mailbox.may(Right.READ)) {
            StatusItem.write(session, mailbox, status);
        }
        if (!entries.isEmpty() && AnnotatedPlace.isOpen(mailbox)) {
            new MetadataAnswer(session, MetadataOptions.NONE, entries).write(AnnotatedPlace.of(session, mailbox));
        }
    }
}
