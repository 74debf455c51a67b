package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.storage.Account;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.Annotations;
import org.posthorn.storage.Refused;
import org.posthorn.storage.annotation.EntryName;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;

/// What annotations are attached to: a mailbox, or the server (RFC 5464 §4.1).
///
/// @param account whose mailbox it is, or who sees the server
/// @param mailbox empty: the server
/// @param name    of the mailbox as this client knows it; empty: the server
/// @param user    whose private annotations are meant
record AnnotatedPlace(Account account, Optional<Mailbox> mailbox, String name, AccountId user) {

    private static final Right[] TOUCHING = {Right.READ, Right.SEEN, Right.WRITE, Right.INSERT, Right.POST};

    /// @param text a mailbox's name; empty: the server
    /// @throws Refused NOT_FOUND, NO_PERMISSION
    static AnnotatedPlace of(State.LoggedIn session, String text) {
        var account = session.account();
        if (text.isEmpty()) {
            return new AnnotatedPlace(account, Optional.empty(), "", account.id());
        }
        var mailbox = session.reach(MailboxName.of(text));
        if (!isOpen(mailbox)) {
            throw Reached.noPermission();
        }
        return of(session, mailbox);
    }

    /// RFC 5464 §3.3: the user has "l", and one more right that has to do with messages.
    static boolean isOpen(Reached mailbox) {
        return mailbox.may(Right.LOOKUP) && mailbox.rights().hasAny(TOUCHING);
    }

    static AnnotatedPlace of(State.LoggedIn session, Reached mailbox) {
        return new AnnotatedPlace(
                mailbox.account(),
                Optional.of(mailbox.mailbox()),
                mailbox.name().text(),
                session.account().id());
    }

    Annotations annotations() {
        return account.annotations();
    }

    /// Whether the operator says what this is, and no client does.
    boolean isOperators(EntryName entry) {
        return mailbox.isEmpty() && !entry.isPrivate();
    }

    /// A METADATA response with values in the making; none when nothing is added. Ends its line whatever happens, so
    /// that a refusal midway leaves the client in step.
    static final class Line implements AutoCloseable {
        private final ImapEncoder out;
        private final String name;
        private boolean begun;

        Line(ImapEncoder out, AnnotatedPlace place) {
            this.out = out;
            this.name = place.name();
        }

        void add(EntryName entry, Optional<byte[]> value) throws PeerGone {
            if (begun) {
                out.space();
            } else {
                out.raw("* METADATA ").mailbox(name).raw(" (");
            }
            begun = true;
            out.astring(entry.text()).space();
            if (value.isPresent()) {
                out.value(value.get());
            } else {
                out.nil();
            }
        }

        @Override
        public void close() throws PeerGone {
            if (begun) {
                out.close().crlf();
            }
        }
    }

    /// An entry's name (RFC 5464 §3.2).
    static EntryName entry(ImapParser in) throws PeerGone, BadCommand {
        return EntryName.of(in.astring())
                .orElseThrow(() -> in.bad("an entry's name such as /private/comment or /shared/comment in front"));
    }
}
