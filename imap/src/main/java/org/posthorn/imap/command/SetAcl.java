package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;
import org.posthorn.storage.mailbox.RightsChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SETACL gives somebody rights on a mailbox, or takes some (RFC 4314 §3.1).
record SetAcl(Tag tag, MailboxName name, Identifier identifier, RightsChange change) implements Command.AfterLogin {
    private static final Logger log = LoggerFactory.getLogger(SetAcl.class);

    static SetAcl parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var name = in.mailbox();
        in.space();
        var identifier = Identifier.parse(in);
        in.space();
        String letters = in.astring();
        in.end();
        try {
            return new SetAcl(tag, name, identifier, RightsChange.parse(letters));
        } catch (IllegalArgumentException unknown) {
            throw new BadCommand(unknown.getMessage()); // RFC 4314 §3.1: never passed over in silence
        }
    }

    @Override
    public Reply run(State.LoggedIn session) {
        var mailbox = session.reach(name, Right.ADMINISTER);
        var grantee = identifier.grantee(session);
        mailbox.account().sharing().change(mailbox.id(), grantee, change::of);
        log.atInfo()
                .addKeyValue("conn", session.dialogue().connection().id())
                .addKeyValue("mailbox", mailbox.name())
                .addKeyValue("identifier", identifier.written())
                .addKeyValue("change", change.kind())
                .addKeyValue("rights", change.rights())
                .log("rights changed");
        return Reply.ok(tag, "SETACL done");
    }
}
