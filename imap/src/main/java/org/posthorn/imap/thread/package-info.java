/// THREAD: messages as conversations. The front door is [org.posthorn.imap.thread.Threader].
///
/// Message-IDs, base subjects and dates come from message records; a message takes some dozens of octets meanwhile, and
/// nothing recurses, so that a conversation may be as deep as a mailbox is long.
///
/// - RFC 5256 (THREAD: ORDEREDSUBJECT, REFERENCES): *whole*
/// - draft-ietf-morg-inthread (THREAD=REFS): *whole*; its search keys are not announced
package org.posthorn.imap.thread;
