package org.posthorn.imap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;

/// GENURLAUTH signs URLs of the user's own messages, so that others can fetch them (RFC 4467 §7).
record GenUrlAuth(Tag tag, List<AuthorizedUrl> urls) implements Command.AfterLogin {
    static final int MOST = 100;

    static GenUrlAuth parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        var urls = new ArrayList<AuthorizedUrl>();
        do {
            in.space();
            urls.add(AuthorizedUrl.of(in.astring())
                    .filter(url -> url.token().isEmpty())
                    .orElseThrow(() -> in.bad("imap://user@host/mailbox/;UID=n;URLAUTH=access in front")));
            in.space();
            if (!in.tryWord(AuthorizedUrl.MECHANISM)) {
                throw in.bad("INTERNAL");
            }
            if (urls.size() > MOST) {
                throw in.bad("no more than " + MOST + " URLs");
            }
        } while (in.more());
        return new GenUrlAuth(tag, urls);
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        var signed = new ArrayList<String>();
        for (var url : urls) {
            var mailbox = mailbox(session, url);
            if (mailbox.isEmpty()) {
                return Reply.no(tag, "", "that is no URL of one of your mailboxes on this server");
            }
            byte[] key = session.account().accessKeys().of(mailbox.get().id());
            signed.add(url.signed(key));
        }
        var out = session.dialogue().out();
        out.raw("* GENURLAUTH");
        for (String url : signed) {
            out.space().string(url);
        }
        out.crlf();
        return Reply.ok(tag, "GENURLAUTH done");
    }

    /// One of the user's own: the key is its owner's.
    private static Optional<Reached> mailbox(State.LoggedIn session, AuthorizedUrl url) {
        boolean ours = url.host().equalsIgnoreCase(session.dialogue().service().hostname());
        boolean own = session.address().canonical().equals(url.owner().canonical());
        if (!ours || !own) {
            return Optional.empty();
        }
        try {
            return session.find(MailboxName.of(url.message().mailbox().orElseThrow()))
                    .filter(found ->
                            found.account().id().equals(session.account().id()) && found.may(Right.READ))
                    .filter(found -> url.message().isOf(found.mailbox()));
        } catch (Refused noName) {
            return Optional.empty();
        }
    }
}
