package org.posthorn.smtp.receive;

/// What one listener offers to its clients, and asks of them.
///
/// @param passwordsInClear whether AUTH is taken without TLS
/// @param messageSize      the largest message, in octets
/// @param version          for HELP; the greeting does not tell it
public record Terms(String hostname, Audience audience, boolean passwordsInClear, long messageSize, String version) {

    /// Whose mail is taken.
    public enum Audience {
        /// Anybody's, for local recipients.
        INTERNET,
        /// Our users', after AUTH.
        USERS
    }

    public boolean forUsers() {
        return audience == Audience.USERS;
    }
}
