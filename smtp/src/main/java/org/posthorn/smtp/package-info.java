/// SMTP, as a server: mail from the internet (MX) and from our users (submission).
///
/// Front door: [org.posthorn.smtp.SmtpSession]. The way of a command: `SmtpSession`, `command` (parse, run), `receive`,
/// the store, a `reply`.
///
/// Implements:
/// - RFC 5321 (SMTP): part, what a server has that relays nothing; the packages below say more
/// - RFC 4954 (AUTH) §4: its line length
package org.posthorn.smtp;
