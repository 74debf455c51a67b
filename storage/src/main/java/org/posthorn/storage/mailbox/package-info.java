/// Mailboxes: names, flags, rights, and what a mailbox holds as immutable bitmaps ([MailboxState]).
///
/// | RFC | |
/// |---|---|
/// | 9051 (UIDs, UIDVALIDITY, flags, mailbox names, INBOX) | whole, as far as the store goes |
/// | 6154 (special use) | whole, as far as the store goes |
/// | 5198 (Unicode text without controls) | the part that names need |
/// | 4314 (rights) | whole, as far as the store goes |
/// | 2086 (the obsolete rights) | whole, as far as the store goes |
/// | 8474 (MAILBOXID) | whole, as far as the store goes |
/// | 5198 §2 (text in network form) | part: mailbox names |
package org.posthorn.storage.mailbox;
