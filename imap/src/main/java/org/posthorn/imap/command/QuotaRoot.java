package org.posthorn.imap.command;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.storage.Quota;
import org.posthorn.storage.Quota.Part;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;

/// An account's one quota root, which governs all its mailboxes, and what is told of it (RFC 9208 §3.2, §4.2.1). One's
/// own has no name, another's is called by what stands in front of his mailboxes.
record QuotaRoot(String name, Quota quota) {
    private static final String OWN = "";

    /// RFC 9208 §5.1
    private static final int STORAGE_UNIT = 1_024;

    /// Of one's own account, or of another's of whose mailboxes one may be read: what they hold says how much mail
    /// there is (RFC 9208 §6).
    static Optional<QuotaRoot> of(State.LoggedIn session, String name) {
        if (name.equals(OWN)) {
            return Optional.of(own(session));
        }
        var found = new AtomicReference<Optional<QuotaRoot>>(Optional.empty());
        new Reach(session).visit(_ -> true, mailbox -> {
            if (!mailbox.isOwn() && mailbox.may(Right.READ) && rootOf(mailbox).equals(name)) {
                found.set(Optional.of(of(mailbox)));
            }
        });
        return found.get();
    }

    private static QuotaRoot own(State.LoggedIn session) {
        return new QuotaRoot(OWN, session.account().quota());
    }

    /// Of the account that a mailbox, there or not, is or would be in.
    ///
    /// @throws org.posthorn.storage.Refused NOT_FOUND, NO_PERMISSION: another's
    static QuotaRoot of(State.LoggedIn session, MailboxName mailbox) {
        return Space.foreign(mailbox).isEmpty() ? own(session) : of(session.reach(mailbox, Right.READ));
    }

    private static QuotaRoot of(Reached mailbox) {
        return new QuotaRoot(rootOf(mailbox), mailbox.account().quota());
    }

    private static String rootOf(Reached mailbox) {
        String known = mailbox.name().text();
        int own = mailbox.isOwn()
                ? known.length()
                : mailbox.mailbox().name().text().length() + 1;
        return known.substring(0, known.length() - own);
    }

    /// Writes `* QUOTA "" (…)`. A resource without a limit is not in it (RFC 9208 §4.2.1).
    void write(ImapEncoder out) throws PeerGone {
        var list = resource("STORAGE", quota.octets(), STORAGE_UNIT)
                + resource("MESSAGE", quota.messages(), 1)
                + resource("MAILBOX", quota.mailboxes(), 1);
        out.raw("* QUOTA ")
                .astring(name)
                .raw(" (")
                .raw(list.stripLeading())
                .raw(")")
                .crlf();
    }

    /// Both rounded up, so that what is used is never told to be more than may be unless it is.
    private static String resource(String name, Part part, int unit) {
        return part.limit().isPresent()
                ? " " + name + " " + Math.ceilDiv(part.used(), unit) + " "
                        + Math.ceilDiv(part.limit().getAsLong(), unit)
                : "";
    }
}
