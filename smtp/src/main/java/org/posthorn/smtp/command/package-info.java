/// The commands of an SMTP session: a record and a file per verb, the states that they run in, and what they answer.
///
/// Front door: [org.posthorn.smtp.command.Command]: parse a line, run it in a [org.posthorn.smtp.command.State].
/// `Verb` is the table of verbs.
///
/// Implements:
/// - RFC 5321 (SMTP) §3, §4: part; all but EXPN, and no relaying
/// - RFC 1870 (SIZE): whole
/// - RFC 2034 (ENHANCEDSTATUSCODES): whole
/// - RFC 2920 (PIPELINING): whole
/// - RFC 3207 (STARTTLS): whole
/// - RFC 4954 (AUTH): whole, with PLAIN and LOGIN
/// - RFC 6152 (8BITMIME): whole
/// - RFC 6409 (submission): part, there is no queue yet
/// - RFC 6531 (SMTPUTF8) §3: whole
/// - RFC 8314 (TLS for submission) §3.3: whole
/// - not yet: RFC 3030 (CHUNKING), RFC 3461 (DSN)
package org.posthorn.smtp.command;
