package org.posthorn.imap.command;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.fetch.MessageSection;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.Account;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.StoredMessage;

/// URLFETCH gives what signed URLs stand for, of whosever mailboxes (RFC 4467 §7). A URL that is wrong, expired, not
/// for this user, or of nothing that is there is answered with `NIL`, whatever it is.
record UrlFetch(Tag tag, List<String> urls) implements Command.AfterLogin {

    static UrlFetch parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        var urls = new ArrayList<String>();
        do {
            in.space();
            urls.add(in.astring());
            if (urls.size() > GenUrlAuth.MOST) {
                throw in.bad("no more than " + GenUrlAuth.MOST + " URLs");
            }
        } while (in.more());
        return new UrlFetch(tag, urls);
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        for (String url : urls) {
            if (!fetch(session, url)) {
                session.dialogue()
                        .out()
                        .raw("* URLFETCH ")
                        .string(url)
                        .raw(" NIL")
                        .crlf();
            }
        }
        return Reply.ok(tag, "URLFETCH done");
    }

    /// @return false when there is nothing to give, and nothing was written
    private static boolean fetch(State.LoggedIn session, String text) throws PeerGone {
        var service = session.dialogue().service();
        var url = AuthorizedUrl.of(text)
                .filter(it -> it.host().equalsIgnoreCase(service.hostname()))
                .filter(it -> !it.isExpired(Instant.now()))
                .filter(it -> it.access().admits(session.address()));
        var owner = url.flatMap(it -> service.store().directory().account(it.owner()));
        if (owner.isEmpty()) {
            return false;
        }
        try (var account = service.store().account(owner.get().id())) {
            var mailbox = mailbox(account, url.get());
            return mailbox.isPresent()
                    && fetch(session, text, account, mailbox.get(), url.get().message());
        } catch (Refused gone) {
            if (session.dialogue().out().midLine()) {
                throw gone;
            }
            return false; // Damaged, or swept meanwhile.
        }
    }

    /// The mailbox whose key signed the URL.
    private static Optional<Mailbox> mailbox(Account account, AuthorizedUrl url) {
        return account.mailbox(MailboxName.of(url.message().mailbox().orElseThrow()))
                .filter(mailbox -> url.message().isOf(mailbox))
                .filter(mailbox -> account.accessKeys()
                        .find(mailbox.id())
                        .filter(url::isSignedBy)
                        .isPresent());
    }

    private static boolean fetch(State.LoggedIn session, String text, Account account, Mailbox mailbox, MessageUrl url)
            throws PeerGone {
        MessageSection section;
        try {
            section = MessageSection.parse(url.section());
        } catch (BadCommand none) {
            return false;
        }
        var found = new boolean[1];
        account.<PeerGone>messages(mailbox.id(), Uids.of(url.uid()), (_, message) -> {
            found[0] = write(session, text, account, section, message);
        });
        return found[0];
    }

    /// Reads it twice: first for its length, which must be said in front of it.
    private static boolean write(
            State.LoggedIn session, String text, Account account, MessageSection section, StoredMessage message)
            throws PeerGone {
        var length = new long[1];
        if (!section.read(account, message, chunk -> length[0] += chunk.remaining())) {
            return false;
        }
        var out = session.dialogue().out();
        out.raw("* URLFETCH ").string(text).space().literal(length[0]);
        section.read(account, message, (ByteBuffer chunk) -> out.bytes(chunk));
        out.crlf();
        return true;
    }
}
