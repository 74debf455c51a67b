/// SMTP, as a server: mail from the internet (MX) and from our users (submission).
///
/// Front door: [org.posthorn.smtp.SmtpSession]. The way of a command: `SmtpSession` → `command` (parse, run) →
/// `receive` →
/// the store → a `reply`.
///
/// RFCs: 5321 *part* (what a server that relays nothing has), 6409 *part*; see the packages below.
package org.posthorn.smtp;
