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
import org.posthorn.storage.mailbox.Rights;

/// LISTRIGHTS tells which rights somebody has in any case, and which can be given to him, each for itself (RFC 4314
/// §3.4).
record ListRights(Tag tag, MailboxName name, Identifier identifier) implements Command.AfterLogin {

    static ListRights parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var name = in.mailbox();
        in.space();
        var identifier = Identifier.parse(in);
        in.end();
        return new ListRights(tag, name, identifier);
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        var mailbox = session.reach(name, Right.ADMINISTER);
        var grantee = identifier.grantee(session);
        var required = grantee.equals(Grantee.of(mailbox.account().id())) ? Acl.OWNERS : Rights.NONE;
        var out = session.dialogue().out();
        out.raw("* LISTRIGHTS ")
                .mailbox(mailbox.name())
                .space()
                .astring(identifier.written())
                .space()
                .astring(required.toString());
        for (var right : Right.values()) {
            if (!required.has(right)) {
                out.raw(" ").raw(String.valueOf(right.letter()));
            }
        }
        out.raw(" c d").crlf(); // RFC 4314 §2.1.1
        return Reply.ok(tag, "LISTRIGHTS done");
    }
}
