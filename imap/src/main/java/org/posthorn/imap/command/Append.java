package org.posthorn.imap.command;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.Literal;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.Account;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.message.IncomingMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// APPEND puts a message into a mailbox, bit for bit (RFC 9051 §6.3.12). Its literal goes to the store chunk by chunk;
/// all that can be refused without it is refused before the client sends it.
record Append(Tag tag, MailboxName name, Set<Flag> flags, Optional<Instant> date, Literal literal)
        implements Command.AfterLogin {
    private static final Logger log = LoggerFactory.getLogger(Append.class);

    static Append parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var name = in.mailbox();
        in.space();
        Set<Flag> flags = Set.of();
        if (in.peek() == '(') {
            flags = in.flagList();
            in.space();
        }
        var date = Optional.<Instant>empty();
        if (in.peek() == '"') {
            date = Optional.of(in.dateTime());
            in.space();
        }
        return new Append(tag, name, flags, date, in.literal());
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone, BadCommand {
        var mailbox = session.account().mailbox(name);
        if (mailbox.isEmpty()) {
            return Reply.no(tag, "TRYCREATE", "no such mailbox");
        }
        var service = session.dialogue().service();
        if (literal.size() > service.messageSize()) {
            return tooBig(service.messageSize());
        }
        try (var message = session.account().receive()) {
            read(session.dialogue(), message);
            return append(session, mailbox.get().id(), message);
        }
    }

    private Reply append(State.LoggedIn session, MailboxId mailbox, IncomingMessage message) {
        message.finish();
        // RFC 9051 §6.3.12: without a date it is now.
        var append = new Account.Append(message, flags, date.orElseGet(Instant::now));
        var appended = session.account().append(mailbox, List.of(append));
        log.atInfo()
                .addKeyValue("conn", session.dialogue().connection().id())
                .addKeyValue("mailbox", name)
                .addKeyValue("uid", appended.uids())
                .addKeyValue("size", literal.size())
                .log("message appended");
        return Reply.ok(tag, "APPENDUID " + appended.uidValidity() + " " + appended.uids(), "APPEND done");
    }

    /// Takes the literal and the line behind it. What the store refuses midway is read to its end all the same.
    private void read(Dialogue dialogue, IncomingMessage message) throws PeerGone, BadCommand {
        Optional<Refused> refused = Optional.empty();
        try (var body = dialogue.reader().open(literal)) {
            for (var chunk = body.next(); chunk.hasRemaining(); chunk = body.next()) {
                try {
                    if (refused.isEmpty()) {
                        message.write(chunk);
                    }
                } catch (Refused e) {
                    refused = Optional.of(e);
                }
            }
        }
        byte[] rest = dialogue.reader().nextLine();
        if (refused.isPresent()) {
            throw refused.get();
        }
        if (rest.length > 0) {
            throw new BadCommand("expected the end of the line behind the message");
        }
    }

    private Reply tooBig(long limit) {
        return Reply.no(tag, "TOOBIG", "a message may have " + limit + " octets"); // RFC 7889 §4
    }
}
