package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.MessageSet;
import org.posthorn.imap.grammar.UidSet;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.Account;
import org.posthorn.storage.mailbox.Uids;

/// The modifiers of FETCH (RFC 7162 §3.1.4.1, §3.2.6): only messages changed behind a MODSEQ, and those that vanished.
///
/// @param vanished of UID FETCH only
record ChangedSince(long modSeq, boolean vanished) {

    /// Tells what vanished, if that was asked for.
    ///
    /// @param uids of the set, as far as the client has numbers for them
    /// @return those of them that changed
    Uids tell(Account account, SelectedMailbox view, MessageSet set, Uids uids, ImapEncoder out) throws PeerGone {
        var state = view.state();
        var changes = account.changesSince(state, modSeq);
        if (vanished && set instanceof UidSet named) {
            // Whatever was once given counts as *, not what is left of it.
            var asked = named.isSaved() ? uids : named.within(1, state.uidNext() - 1);
            var gone = changes.whole() ? changes.vanished() : asked.minus(state.uids());
            view.tellVanishedEarlier(gone.and(asked), out);
        }
        return uids.and(changes.changed());
    }
}
