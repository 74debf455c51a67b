package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.storage.Quota.Part;

/// An account's one quota root, which governs all its mailboxes, and what is told of it (RFC 9208 §3.2, §4.2.1).
final class QuotaRoot {
    static final String NAME = "";

    /// RFC 9208 §5.1
    private static final int STORAGE_UNIT = 1_024;

    private QuotaRoot() {}

    /// Writes `* QUOTA "" (…)`. A resource without a limit is not in it (RFC 9208 §4.2.1).
    static void write(State.LoggedIn session) throws PeerGone {
        var quota = session.account().quota();
        var list = resource("STORAGE", quota.octets(), STORAGE_UNIT)
                + resource("MESSAGE", quota.messages(), 1)
                + resource("MAILBOX", quota.mailboxes(), 1);
        session.dialogue()
                .out()
                .raw("* QUOTA ")
                .astring(NAME)
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
