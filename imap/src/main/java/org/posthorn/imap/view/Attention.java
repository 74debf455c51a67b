package org.posthorn.imap.view;

/// What the client wants to hear of its mailbox without asking, by NOTIFY (RFC 5465 §3.1); at first everything. Each
/// includes those before it, since flags are only told beside messages that come and go (§5).
public enum Attention {
    NOTHING,
    /// Messages that come and go.
    MESSAGES,
    FLAGS
}
