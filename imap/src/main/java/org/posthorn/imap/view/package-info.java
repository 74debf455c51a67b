/// What one client was told of the mailbox that it has selected, and how it learns of changes. The front door is
/// [org.posthorn.imap.view.SelectedMailbox].
///
/// - RFC 9051 §2.3.1.2 (sequence numbers), §5.2, §7.4.1, §7.5.1 (when EXPUNGE may be sent): *whole*
/// - RFC 3501 §2.3.2 (`\Recent`): *part*; a message is recent in the sessions that saw it arrive
/// - RFC 5182 (SEARCHRES): *whole*
/// - RFC 7162 §3.2, §3.2.10, §6 (VANISHED, and the HIGHESTMODSEQ that a client may rely on): *whole*
/// - RFC 2180 §4 (several sessions on one mailbox): *whole*; expunged messages give no FETCH data
package org.posthorn.imap.view;
