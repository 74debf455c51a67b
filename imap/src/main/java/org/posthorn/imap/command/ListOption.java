package org.posthorn.imap.command;

/// What an extended LIST selects by or returns (RFC 9051 §6.3.9.1, §6.3.9.2, RFC 6154 §2).
enum ListOption {
    SUBSCRIBED("SUBSCRIBED"),
    REMOTE("REMOTE"),
    RECURSIVE_MATCH("RECURSIVEMATCH"),
    SPECIAL_USE("SPECIAL-USE"),
    CHILDREN("CHILDREN");

    private final String word;

    ListOption(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
