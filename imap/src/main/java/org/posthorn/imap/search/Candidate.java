package org.posthorn.imap.search;

import java.util.Optional;
import org.posthorn.imap.fetch.MessageBytes;
import org.posthorn.storage.Account;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.StoredMessage;
import org.posthorn.storage.message.StoredPart;

/// A message being looked at.
///
/// @param stored read when a key needs more than the placement
record Candidate(Account account, Placement placement, Optional<StoredMessage> stored) {

    StoredPart root() {
        return stored.orElseThrow().root();
    }

    MessageBytes bytes() {
        return MessageBytes.of(account, stored.orElseThrow(), Optional.empty());
    }
}
