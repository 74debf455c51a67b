package org.posthorn.imap.view;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.storage.mailbox.Uids;

/// Tells the client more of the changes that a view tells it.
public interface Follower {
    /// Who has nothing to add.
    Follower NOBODY = new Follower() {
        @Override
        public void gone(Uids uids, ImapEncoder out) {
            // Nothing.
        }

        @Override
        public void settled(ImapEncoder out) {
            // Nothing.
        }
    };

    /// Messages are gone from the mailbox; the client's numbers for them are good still.
    ///
    /// @param uids none, mostly; the same ones again until the client is told
    void gone(Uids uids, ImapEncoder out) throws PeerGone;

    /// The client was told what is new.
    void settled(ImapEncoder out) throws PeerGone;
}
