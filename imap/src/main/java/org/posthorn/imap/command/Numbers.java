package org.posthorn.imap.command;

/// What the result of a search is told in.
enum Numbers {
    SEQUENCE,
    UID
}
