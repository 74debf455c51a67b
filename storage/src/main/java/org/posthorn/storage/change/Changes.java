package org.posthorn.storage.change;

import org.posthorn.storage.mailbox.Uids;

/// What some entries of the log did to the messages of one mailbox.
///
/// @param gone  expunged, or moved elsewhere
/// @param whole whether all the entries asked for were there, none of them trimmed
public record Changes(Uids arrived, Uids flagged, Uids gone, boolean whole) {}
