package org.posthorn.imap.command;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.annotation.EntryName;

/// GETMETADATA reads annotations of a mailbox or of the server (RFC 5464 §4.2).
///
/// @param mailbox its name; empty: the server
record GetMetadata(Tag tag, String mailbox, MetadataOptions options, List<EntryName> entries)
        implements Command.AfterLogin {
    private static final int MOST_ENTRIES = 1_000;

    /// The formal syntax has options in front of the mailbox, all examples have them behind it; taken at both places.
    static GetMetadata parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var options = MetadataOptions.NONE;
        if (in.tryByte('(')) {
            options = MetadataOptions.parse(in);
            in.space();
        }
        String mailbox = in.mailboxText();
        in.space();
        boolean list = in.tryByte('(');
        if (list && Character.isLetter(in.peek())) {
            options = MetadataOptions.parse(in);
            in.space();
            list = in.tryByte('(');
        }
        var entries = entries(in);
        if (list) {
            in.expect(')');
        }
        in.end();
        if (!options.goesDeeper() && !entries.stream().allMatch(EntryName::isWhole)) {
            throw in.bad("a DEPTH, or names of at least two levels, those of vendors of four, in front");
        }
        return new GetMetadata(tag, mailbox, options, entries);
    }

    /// The RFC's examples have several without parentheses, too.
    private static List<EntryName> entries(ImapParser in) throws PeerGone, BadCommand {
        var entries = new ArrayList<EntryName>();
        do {
            entries.add(AnnotatedPlace.entry(in));
            if (entries.size() > MOST_ENTRIES) {
                throw in.bad("no more than " + MOST_ENTRIES + " entries");
            }
        } while (in.trySpace());
        return entries;
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        long longest = new MetadataAnswer(session, options, entries).write(AnnotatedPlace.of(session, mailbox));
        return longest == 0
                ? Reply.ok(tag, "GETMETADATA done")
                : Reply.ok(tag, "METADATA LONGENTRIES " + longest, "GETMETADATA done");
    }
}
