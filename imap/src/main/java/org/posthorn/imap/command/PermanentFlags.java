package org.posthorn.imap.command;

import java.util.ArrayList;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Right;
import org.posthorn.storage.mailbox.Rights;

/// Which flags there are, and which of them the client can change for good (RFC 9051 §7.1, RFC 4314 §5.1.1).
///
/// @param rights none when the mailbox is selected for reading only
record PermanentFlags(MailboxState state, Rights rights) {

    void tell(ImapEncoder out) throws PeerGone {
        out.raw("* FLAGS ").flags(state.flags()).crlf();
        var names = new ArrayList<String>();
        state.flags().stream().filter(rights::allow).forEach(flag -> names.add(flag.name()));
        if (rights.has(Right.WRITE)) {
            names.add("\\*"); // new keywords can be made
        }
        out.raw("* OK [PERMANENTFLAGS ")
                .list(names, out::raw)
                .raw("] what can be kept")
                .crlf();
    }
}
