package org.posthorn.imap.command;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.notify.Event;
import org.posthorn.imap.notify.EventGroups;
import org.posthorn.imap.notify.Interest;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// NOTIFY says what the client wants to hear of from now on, at any time and of any mailbox (RFC 5465).
///
/// @param status whether to begin with how the mailboxes stand
/// @param known  whether all events are ones that happen here
record Notify(Tag tag, Interest interest, boolean status, boolean known) implements Command.AfterLogin {

    static Notify parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        if (in.tryWord("NONE")) {
            in.end();
            return new Notify(tag, Interest.NONE, false, true);
        }
        if (!in.tryWord("SET")) {
            throw in.bad("SET or NONE");
        }
        in.space();
        boolean status = in.tryWord("STATUS");
        if (status) {
            in.space();
        }
        var groups = EventGroups.parse(in);
        in.end();
        return new Notify(tag, groups.interest(), status, groups.known());
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        if (!known) {
            String names = Arrays.stream(Event.values())
                    .filter(event -> event.isAmong(session.dialogue()::offers))
                    .map(Event::word)
                    .collect(Collectors.joining(" "));
            return Reply.no(tag, "BADEVENT (" + names + ")", "there are no other events here");
        }
        session.dialogue().news().listen(session, interest, status);
        return Reply.ok(tag, "NOTIFY done");
    }
}
