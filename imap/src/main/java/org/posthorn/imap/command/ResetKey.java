package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.MailboxName;

/// RESETKEY takes back what was allowed by signed URLs, of one mailbox or of all (RFC 4467 §7).
///
/// @param name empty: all of them
record ResetKey(Tag tag, Optional<MailboxName> name) implements Command.AfterLogin {

    static ResetKey parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        var name = Optional.<MailboxName>empty();
        if (in.trySpace()) {
            name = Optional.of(in.mailbox());
            while (in.trySpace()) {
                if (!in.tryWord(AuthorizedUrl.MECHANISM)) {
                    throw in.bad("INTERNAL");
                }
            }
        }
        in.end();
        return new ResetKey(tag, name);
    }

    @Override
    public Reply run(State.LoggedIn session) {
        if (name.isEmpty()) {
            session.account().accessKeys().reset();
            return Reply.ok(tag, "RESETKEY done");
        }
        var mailbox = session.reach(name.get());
        if (!mailbox.account().id().equals(session.account().id())) {
            throw Reached.noPermission(); // The key is its owner's.
        }
        session.account().accessKeys().reset(mailbox.id());
        return Reply.ok(tag, "URLMECH INTERNAL", "RESETKEY done");
    }
}
