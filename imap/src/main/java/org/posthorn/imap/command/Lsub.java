package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// LSUB lists subscriptions, for clients older than LIST (SUBSCRIBED) (RFC 3501 §6.3.9).
record Lsub(Tag tag, MailboxPattern pattern) implements Command.AfterLogin {

    static Lsub parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        String reference = in.mailboxText();
        in.space();
        var pattern = new MailboxPattern(reference + in.listMailbox());
        in.end();
        return new Lsub(tag, pattern);
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        var out = session.dialogue().out();
        var all = Hierarchy.of(session, _ -> false);
        for (String name : all.names()) {
            if (!pattern.matches(name)) {
                continue;
            }
            if (all.isSubscribed(name)) {
                out.raw("* LSUB () \"/\" ").mailbox(name).crlf();
            } else if (pattern.endsWithLevel() && all.below(name).stream().anyMatch(all::isSubscribed)) {
                // RFC 3501 §6.3.9: foo, for foo/bar that the wildcard does not reach
                out.raw("* LSUB (\\Noselect) \"/\" ").mailbox(name).crlf();
            }
        }
        return Reply.ok(tag, "LSUB done");
    }
}
