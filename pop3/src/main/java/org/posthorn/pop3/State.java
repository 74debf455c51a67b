package org.posthorn.pop3;

import java.util.Optional;

/// Where a session stands (RFC 1939 §3). The third state, UPDATE, lasts as long as QUIT runs.
///
///     Authorization ── PASS, AUTH ──▶ Transaction ── QUIT ──▶ the deletions in one commit, the end
///
sealed interface State {

    Client client();

    /// @param user what USER said last
    record Authorization(Client client, Optional<String> user) implements State {
        /// RFC 2595 §4: what was said before TLS is forgotten; so it is after a failed login.
        Authorization anew() {
            return new Authorization(client, Optional.empty());
        }
    }

    record Transaction(Client client, Maildrop maildrop) implements State {}
}
