package org.posthorn.imap.command;

import java.util.List;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.MessageSet;
import org.posthorn.imap.grammar.NumberRange;
import org.posthorn.imap.grammar.SeqSet;
import org.posthorn.imap.grammar.UidSet;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.view.Expunges;
import org.posthorn.storage.Account;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;
import org.posthorn.storage.mailbox.Uids;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// REPLACE and UID REPLACE put a message into a mailbox and take another out of the selected one, in one commit
/// (RFC 8508). Nothing of the old message passes to the new one.
///
/// @param old   one message
/// @param first the new message
/// @param in    where its bytes begin
record Replace(Tag tag, MessageSet old, MailboxName to, AppendMessage first, ImapParser in)
        implements Command.WhileSelected {
    private static final Logger log = LoggerFactory.getLogger(Replace.class);

    static Replace parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        return parse(tag, new SeqSet(one(in)), in);
    }

    static Replace parseUid(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        return parse(tag, new UidSet(one(in)), in);
    }

    /// RFC 9051 §9 seq-number: `*` is a number too.
    private static List<NumberRange> one(ImapParser in) throws BadCommand {
        long number = in.tryByte('*') ? NumberRange.STAR : in.nzNumber();
        return List.of(new NumberRange(number, number));
    }

    private static Replace parse(Tag tag, MessageSet old, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var to = in.mailbox();
        return new Replace(tag, old, to, AppendMessage.parse(in), in);
    }

    /// RFC 8508 §3.4: only what the account grows by counts.
    private static Upload.Freed freed(State.Selected session, Reached into, Uids uids) {
        var octets = new long[1];
        var view = session.mailbox();
        if (!into.isOf(view.account())) {
            return Upload.Freed.NOTHING;
        }
        view.account().placements(view.id(), uids, placement -> octets[0] += placement.size());
        return new Upload.Freed(uids.count(), octets[0]);
    }

    /// Into another account, the new message is on the disk before the old one goes.
    private static Account.Appended replace(Reached from, Uids old, Reached into, Account.Append message) {
        if (into.isOf(from.account())) {
            return from.account().replace(from.id(), old.first(), into.id(), message);
        }
        var appended = into.account().append(into.id(), List.of(message));
        from.account().expunge(from.id(), old);
        return appended;
    }

    @Override
    public Reply run(State.Selected session) throws PeerGone, BadCommand {
        var view = session.mailbox();
        if (view.readOnly()) {
            return Reply.no(tag, "READ-ONLY", "the mailbox was selected for reading only");
        }
        var uids = view.uids(old);
        if (uids.isEmpty()) {
            return Reply.no(tag, "NONEXISTENT", "there is no such message");
        }
        var mailbox = session.find(to);
        if (mailbox.isEmpty()) {
            return Copy.noTarget(tag);
        }
        var into = mailbox.get().require(Right.INSERT);
        // RFC 8508 §4.1
        var from = session.reached().require(Right.DELETE_MESSAGES, Right.EXPUNGE);
        try (var upload = new Upload(session, into, in, freed(session, into, uids))) {
            upload.take(first);
            in.end();
            var message = upload.messages().getFirst();
            var appended = replace(from, uids, into, message);
            log.atInfo()
                    .addKeyValue("conn", session.dialogue().connection().id())
                    .addKeyValue("mailbox", to)
                    .addKeyValue("uid", appended.uids())
                    .addKeyValue("size", upload.size())
                    .log("message replaced");
            session.dialogue().news().putInto(mailbox.get(), appended.uids());
            // RFC 8508 §4.3: before the EXPUNGE
            var out = session.dialogue().out();
            out.raw("* OK [APPENDUID ")
                    .number(appended.uidValidity())
                    .space()
                    .raw(appended.uids().toString())
                    .raw("] the new message")
                    .crlf();
            view.update(Expunges.TOLD, out);
            return Reply.ok(tag, "REPLACE done");
        } catch (Upload.Declined e) {
            return Reply.no(tag, e.code(), e.getMessage());
        }
    }
}
