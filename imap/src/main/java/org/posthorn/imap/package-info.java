/// The IMAP session, read straight through: [org.posthorn.imap.ImapSession].
///
/// - RFC 9051 §3, §5.4, §5.5, §7.1 (IMAP4rev2: states, autologout, order of commands, status responses): *whole*
/// - RFC 3501 (IMAP4rev1): *whole*
/// - RFC 5530 §3 (response codes): *part*
package org.posthorn.imap;
