package org.posthorn.imap.command;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// CANCELUPDATE ends the updates of searches (RFC 5267 §4.3.5).
///
/// @param tags of these searches
record CancelUpdate(Tag tag, List<String> tags) implements Command.WhileSelected {

    static CancelUpdate parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        if (!in.offers("CONTEXT=SEARCH") && !in.offers("CONTEXT=SORT")) {
            throw Commands.unknown();
        }
        var tags = new ArrayList<String>();
        do {
            in.space();
            tags.add(in.string());
        } while (in.more());
        in.end();
        return new CancelUpdate(tag, List.copyOf(tags));
    }

    @Override
    public Reply run(State.Selected session) throws BadCommand {
        session.contexts().cancel(tags);
        return Reply.ok(tag, "CANCELUPDATE done");
    }
}
