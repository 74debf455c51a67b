/// What the server says: replies with their codes, and the one table of their texts.
///
/// Front door: [org.posthorn.smtp.reply.Reply], made by [org.posthorn.smtp.reply.Replies].
///
/// Implements:
/// - RFC 5321 (SMTP) §4.2: whole
/// - RFC 2034, RFC 3463, RFC 5248 (enhanced status codes): whole
package org.posthorn.smtp.reply;
