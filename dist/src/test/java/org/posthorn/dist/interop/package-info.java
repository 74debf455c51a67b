/// Other people's clients against the packaged server: what they do must work, in their own order and
/// spelling.
///
/// A test is skipped when its program is not installed, unless `-Dposthorn.interop=required` (as in
/// `.ci/run`).
///
/// What each uses of IMAP's extensions, where it has a method, an option or a habit for it:
///
/// | extension | clients |
/// |---|---|
/// | ACL | Angus Mail, imaplib |
/// | COMPRESS=DEFLATE | Angus Mail, ImapFlow |
/// | CONDSTORE | Angus Mail, ImapFlow, node-imap |
/// | ENABLE, UTF8=ACCEPT | Angus Mail, imaplib |
/// | ESEARCH | ImapFlow, node-imap |
/// | ID | Angus Mail, ImapFlow, node-imap |
/// | IDLE | ImapFlow, node-imap |
/// | LITERAL+ | Angus Mail, mbsync, node-imap |
/// | MOVE | Angus Mail, imaplib, node-imap |
/// | NAMESPACE | Angus Mail, imaplib, mbsync, node-imap |
/// | QRESYNC | Angus Mail, ImapFlow |
/// | QUOTA | Angus Mail, imaplib, node-imap |
/// | SASL-IR | curl, mbsync |
/// | SORT | Angus Mail, imaplib, node-imap |
/// | SPECIAL-USE | ImapFlow, node-imap |
/// | THREAD | imaplib, node-imap |
/// | UIDPLUS | Angus Mail, imaplib, mbsync, node-imap |
/// | UNSELECT | Angus Mail, imaplib, node-imap |
/// | WITHIN | Angus Mail |
///
/// For the other extensions there is no second implementation in these clients.
package org.posthorn.dist.interop;
