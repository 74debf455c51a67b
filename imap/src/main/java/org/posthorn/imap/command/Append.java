package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// APPEND puts messages into a mailbox, bit for bit, all or none (RFC 9051 §6.3.12, RFC 3502).
///
/// @param first the first message
/// @param in    where it begins, and after it the others
record Append(Tag tag, MailboxName name, AppendMessage first, ImapParser in) implements Command.AfterLogin {
    private static final Logger log = LoggerFactory.getLogger(Append.class);

    static Append parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var name = in.mailbox();
        return new Append(tag, name, AppendMessage.parse(in), in);
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone, BadCommand {
        var mailbox = session.find(name);
        if (mailbox.isEmpty()) {
            return Copy.noTarget(tag);
        }
        mailbox.get().require(Right.INSERT);
        try (var upload = new Upload(session, mailbox.get(), in)) {
            upload.take(first);
            while (in.offers("MULTIAPPEND") && in.more()) {
                upload.take(AppendMessage.parse(in));
            }
            in.end();
            return append(session, mailbox.get(), upload);
        } catch (Upload.Declined e) {
            return Reply.no(tag, e.code(), e.getMessage());
        }
    }

    private Reply append(State.LoggedIn session, Reached mailbox, Upload upload) {
        var appended = mailbox.account().append(mailbox.id(), upload.messages());
        session.dialogue().news().putInto(mailbox, appended.uids());
        log.atInfo()
                .addKeyValue("conn", session.dialogue().connection().id())
                .addKeyValue("mailbox", name)
                .addKeyValue("uid", appended.uids())
                .addKeyValue("size", upload.size())
                .log("message appended");
        return Reply.ok(tag, "APPENDUID " + appended.uidValidity() + " " + appended.uids(), "APPEND done");
    }
}
