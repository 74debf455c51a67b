package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.fetch.MessageSection;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.Literal;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.IncomingMessage;

/// The parts of a message that CATENATE puts together: text of the client's, and messages or sections of the account's
/// mailboxes, octet for octet (RFC 4469). No flag of theirs changes.
///
/// @param in behind `CATENATE (`
record Catenation(State.LoggedIn session, ImapParser in, Text text) {

    /// Takes a literal.
    interface Text {
        void stream(Literal literal, IncomingMessage message) throws PeerGone, BadCommand;
    }

    /// Reads parts as they come, up to the `)`.
    void read(IncomingMessage message) throws PeerGone, BadCommand, Upload.Declined {
        do {
            part(message);
        } while (in.trySpace());
        in.close();
        if (message.size() == 0) {
            throw new Upload.Declined("", "a message without octets cancels the command");
        }
    }

    private void part(IncomingMessage message) throws PeerGone, BadCommand, Upload.Declined {
        if (in.tryWord("URL")) {
            in.space();
            String url = in.astring();
            if (!copy(url, message)) {
                throw new Upload.Declined("BADURL " + MessageUrl.printable(url), "there is no such part");
            }
        } else if (in.tryWord("TEXT")) {
            in.space();
            text.stream(in.literal(), message);
        } else if (in.offers("UTF8=ACCEPT") && in.tryWord("UTF8")) {
            text.stream(AppendMessage.utf8(in), message); // RFC 6855 §4
            in.close();
        } else {
            throw in.bad("URL, TEXT or UTF8");
        }
    }

    /// @return false when there is nothing of that URL
    private boolean copy(String text, IncomingMessage message) throws PeerGone {
        var url = MessageUrl.of(text);
        var mailbox = url.flatMap(this::mailbox);
        if (mailbox.isEmpty()) {
            return false;
        }
        MessageSection section;
        try {
            section = MessageSection.parse(url.get().section());
        } catch (BadCommand none) {
            return false;
        }
        var found = new boolean[1];
        var account = mailbox.get().account();
        account.<PeerGone>messages(
                mailbox.get().id(),
                Uids.of(url.get().uid()),
                (_, stored) -> found[0] = section.read(account, stored, message::write));
        return found[0];
    }

    private Optional<Reached> mailbox(MessageUrl url) {
        var named = url.mailbox().isPresent() ? named(url.mailbox().get()) : selected();
        return named.filter(mailbox -> url.isOf(mailbox.mailbox()));
    }

    private Optional<Reached> selected() {
        return session instanceof State.Selected selected ? Optional.of(selected.reached()) : Optional.empty();
    }

    /// What may not be read is as if it were not there.
    private Optional<Reached> named(String text) {
        try {
            return session.find(MailboxName.of(text)).filter(mailbox -> mailbox.may(Right.READ));
        } catch (Refused noName) {
            return Optional.empty();
        }
    }
}
