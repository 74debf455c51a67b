/// What the server says: replies with their codes, and the one table of their texts.
///
/// Front door: [org.posthorn.smtp.reply.Reply], made by [org.posthorn.smtp.reply.Replies].
///
/// RFCs: 5321 §4.2 (replies) *whole*; 2034, 3463 and 5248 (enhanced status codes) *whole*.
package org.posthorn.smtp.reply;
