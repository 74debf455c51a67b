package org.posthorn.pop3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.posthorn.common.net.BadLine;
import org.posthorn.common.net.PeerGone;
import org.posthorn.common.sasl.SaslServer;
import org.posthorn.storage.directory.Directory;

/// AUTH proves who is there by a SASL mechanism (RFC 5034 §4).
///
/// @param initial the initial response in base64, `=` for an empty one
record Auth(String mechanism, Optional<String> initial) implements Command.BeforeLogin {

    static Auth parse(CommandLine in) throws BadCommand {
        var mechanism = in.argument("a mechanism, see CAPA");
        var initial = in.more() ? Optional.of(in.argument("an initial response")) : Optional.<String>empty();
        in.end();
        return new Auth(mechanism, initial);
    }

    @Override
    public Turn run(State.Authorization state) throws PeerGone {
        if (!state.client().mayAuthenticate()) {
            return Turn.to(state, Reply.NEEDS_TLS);
        }
        var exchange = SaslServer.of(mechanism);
        if (exchange.isEmpty()) {
            return Turn.to(state, Reply.UNKNOWN_MECHANISM);
        }
        try {
            return prove(state, exchange.get());
        } catch (BadCommand e) {
            return Turn.to(state, e.reply());
        } catch (BadLine e) {
            return Turn.to(state, Reply.LINE_TOO_LONG);
        }
    }

    /// Carries challenges and responses until the mechanism has what it needs.
    private Turn prove(State.Authorization state, SaslServer exchange) throws PeerGone, BadCommand, BadLine {
        var client = state.client();
        var step = exchange.next(initial.isPresent() ? decode(initial.get()) : null);
        while (step instanceof SaslServer.Challenge(var challenge)) {
            client.out()
                    .ascii("+ ")
                    .ascii(Base64.getEncoder().encodeToString(challenge))
                    .crlf();
            step = exchange.next(response(client));
        }
        return switch (step) {
            case SaslServer.Password password -> client.logIn(state, password.login(), check(password, client));
            case SaslServer.Malformed(var why) -> Turn.to(state, Reply.err(why));
            case SaslServer.Challenge _ -> throw new IllegalStateException("a challenge beyond the last");
        };
    }

    private static byte[] response(Client client) throws PeerGone, BadLine, BadCommand {
        var line = new String(client.connection().nextLine(), StandardCharsets.ISO_8859_1);
        if (line.equals("*")) {
            throw new BadCommand(Reply.AUTH_CANCELLED); // RFC 5034 §4
        }
        return decode(line);
    }

    private static byte[] decode(String base64) throws BadCommand {
        try {
            // RFC 5034 §4: a lone "=" is an empty initial response.
            return base64.equals("=") ? new byte[0] : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw BadCommand.expected("base64");
        }
    }

    private static Optional<Directory.Entry> check(SaslServer.Password password, Client client) {
        return client.authenticate(password.login(), password.password())
                .filter(entry -> password.actsAs(entry.address()));
    }

    /// Without the response: it holds a password.
    @Override
    public String toString() {
        return "Auth[" + mechanism + "]";
    }
}
