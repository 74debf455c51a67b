/// What a client wants to hear of without asking, as NOTIFY says it. How it is told is with the commands. The front
/// door is [org.posthorn.imap.notify.EventGroups].
///
/// - RFC 5465 §5, §6, §8 (events, mailboxes, syntax): *part*: of the own account; no annotations of messages
package org.posthorn.imap.notify;
