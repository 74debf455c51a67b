package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;
import org.posthorn.storage.mailbox.Rights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SETACL gives somebody rights on a mailbox, or takes some (RFC 4314 §3.1).
record SetAcl(Tag tag, MailboxName name, Identifier identifier, Kind kind, Rights rights)
        implements Command.AfterLogin {
    private static final Logger log = LoggerFactory.getLogger(SetAcl.class);

    /// What becomes of the rights that were there.
    enum Kind {
        REPLACE,
        ADD,
        REMOVE;

        Rights of(Rights had, Rights named) {
            return switch (this) {
                case REPLACE -> named;
                case ADD -> had.plus(named);
                case REMOVE -> had.minus(named);
            };
        }
    }

    static SetAcl parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var name = in.mailbox();
        in.space();
        var identifier = Identifier.parse(in);
        in.space();
        String letters = in.astring();
        in.end();
        var kind = letters.startsWith("+") ? Kind.ADD : letters.startsWith("-") ? Kind.REMOVE : Kind.REPLACE;
        try {
            var rights = Rights.parse(kind == Kind.REPLACE ? letters : letters.substring(1));
            return new SetAcl(tag, name, identifier, kind, rights);
        } catch (IllegalArgumentException unknown) {
            throw new BadCommand(unknown.getMessage()); // RFC 4314 §3.1: never passed over in silence
        }
    }

    @Override
    public Reply run(State.LoggedIn session) {
        var mailbox = session.reach(name, Right.ADMINISTER);
        var grantee = identifier.grantee(session.dialogue().service().store().directory());
        mailbox.account().sharing().change(mailbox.id(), grantee, had -> kind.of(had, rights));
        log.atInfo()
                .addKeyValue("conn", session.dialogue().connection().id())
                .addKeyValue("mailbox", mailbox.name())
                .addKeyValue("identifier", identifier.written())
                .addKeyValue("change", kind)
                .addKeyValue("rights", rights)
                .log("rights changed");
        return Reply.ok(tag, "SETACL done");
    }
}
