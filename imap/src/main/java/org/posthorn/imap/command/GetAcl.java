package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.Acl;
import org.posthorn.storage.mailbox.Grantee;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;

/// GETACL tells who may do what with a mailbox (RFC 4314 §3.3).
record GetAcl(Tag tag, MailboxName name) implements Command.AfterLogin {

    static GetAcl parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var name = in.mailbox();
        in.end();
        return new GetAcl(tag, name);
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        var mailbox = session.reach(name, Right.ADMINISTER);
        var identifiers = Identifier.all(session);
        var owner = Grantee.of(mailbox.account().id());
        var out = session.dialogue().out();
        out.raw("* ACL ").mailbox(mailbox.name());
        for (var entry : mailbox.account().sharing().acl(mailbox.id()).entries().entrySet()) {
            var who = identifiers.text(entry.getKey());
            // The owner's are told with those that nobody can take from him.
            var rights = entry.getKey().equals(owner) ? entry.getValue().plus(Acl.OWNERS) : entry.getValue();
            if (who.isPresent()) {
                out.space().astring(who.get()).space().astring(rights.toString());
            }
        }
        out.crlf();
        return Reply.ok(tag, "GETACL done");
    }
}
