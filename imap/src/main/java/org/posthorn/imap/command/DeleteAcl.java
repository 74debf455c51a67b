package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;
import org.posthorn.storage.mailbox.Rights;

/// DELETEACL takes an identifier off the list of a mailbox's rights (RFC 4314 §3.2).
record DeleteAcl(Tag tag, MailboxName name, Identifier identifier) implements Command.AfterLogin {

    static DeleteAcl parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var name = in.mailbox();
        in.space();
        var identifier = Identifier.parse(in);
        in.end();
        return new DeleteAcl(tag, name, identifier);
    }

    @Override
    public Reply run(State.LoggedIn session) {
        var mailbox = session.reach(name, Right.ADMINISTER);
        var grantee = identifier.grantee(session);
        mailbox.account().sharing().change(mailbox.id(), grantee, _ -> Rights.NONE);
        return Reply.ok(tag, "DELETEACL done");
    }
}
