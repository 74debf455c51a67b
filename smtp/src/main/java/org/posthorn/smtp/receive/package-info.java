/// A message's way in, from MAIL to the commit: who it is for, what is written above it, what is refused.
///
/// Front door: [org.posthorn.smtp.receive.Transaction].
///
/// Implements:
/// - RFC 5321 (SMTP) §3.3, §3.6, §4.4, §4.5.1, §6.3: part, nothing is relayed until there is a queue
/// - RFC 5322 (message format) §2.1.1, §3.3: part, what a trace header needs
/// - RFC 3848 (the `with` of Received): whole
/// - RFC 6409 (submission) §6.1, §8: part, Date and Message-ID are added
/// - RFC 6531 (SMTPUTF8) §4.3: whole, the `with` of Received
/// - RFC 8098 (read receipts) §3: part, our users may send under the null path
package org.posthorn.smtp.receive;
