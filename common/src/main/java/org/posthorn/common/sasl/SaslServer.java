package org.posthorn.common.sasl;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthorn.common.address.EmailAddress;

/// One SASL exchange, seen from the server (RFC 4422): the protocol carries the bytes, the mechanism gives
/// them meaning. One instance per exchange; not thread-safe.
public interface SaslServer {

    /// What the exchange needs next.
    sealed interface Step {}

    /// Send this challenge (not yet base64), and bring the response.
    record Challenge(byte[] bytes) implements Step {}

    /// The client said who it is and proves it with a password: check it.
    ///
    /// @param authorizationId whom to act as; empty for the same as `login`
    record Password(String authorizationId, String login, String password) implements Step {

        /// Whether the client wants to act as the account that its login names: nobody acts as another yet.
        public boolean actsAs(EmailAddress account) {
            return authorizationId.isEmpty()
                    || EmailAddress.tryParse(authorizationId)
                            .map(EmailAddress::canonical)
                            .equals(Optional.of(account.canonical()));
        }

        @Override
        public String toString() {
            return "Password[" + login + "]";
        }
    }

    /// The response does not follow the mechanism's syntax: the exchange is over.
    record Malformed(String why) implements Step {}

    /// @param response the client's initial or next response, decoded; null only when the client sent no initial
    /// response
    Step next(byte[] response);

    /// The mechanisms that can be announced, best first.
    static List<String> mechanisms() {
        return List.of("PLAIN", "LOGIN");
    }

    /// A new exchange of the mechanism (its name in any case), or empty when there is no such mechanism.
    static Optional<SaslServer> of(String mechanism) {
        return switch (mechanism.toUpperCase(Locale.ROOT)) {
            case "PLAIN" -> Optional.of(new Plain());
            case "LOGIN" -> Optional.of(new Login());
            default -> Optional.empty();
        };
    }
}
