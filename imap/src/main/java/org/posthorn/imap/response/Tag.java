package org.posthorn.imap.response;

/// What the client named a command, and wants back with its reply (RFC 9051 §2.2.1).
public record Tag(String text) {
    /// For a line in which none was found.
    public static final Tag NONE = new Tag("*");

    @Override
    public String toString() {
        return text;
    }
}
