package org.posthorn.smtp.command;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.posthorn.common.net.BadLine;
import org.posthorn.common.net.PeerGone;
import org.posthorn.common.sasl.SaslServer;
import org.posthorn.smtp.reply.Replies;
import org.posthorn.smtp.reply.Reply;
import org.posthorn.storage.directory.Directory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// AUTH: who is there? (RFC 4954 §4). For our users only, and under TLS unless the operator says otherwise.
///
/// @param initial the initial response in base64, `=` for an empty one
record Auth(String mechanism, Optional<String> initial) implements Command.BetweenMails {
    private static final Logger log = LoggerFactory.getLogger(Auth.class);

    static Auth parse(CommandLine in) throws BadCommand {
        in.spaceBefore("a mechanism");
        var mechanism = in.word();
        in.skipSpaces();
        var initial = in.word();
        in.end();
        return new Auth(mechanism, initial.isEmpty() ? Optional.empty() : Optional.of(initial));
    }

    @Override
    public Turn run(State.Ready state) throws PeerGone {
        var client = state.client();
        if (!client.terms().forUsers()) {
            return Turn.stay(state, Replies.NO_AUTH_HERE);
        }
        if (state.user().isPresent()) {
            return Turn.stay(state, Replies.AUTH_ALREADY); // RFC 4954 §4: once per session
        }
        if (!client.mayAuthenticate()) {
            return Turn.stay(state, Replies.AUTH_NEEDS_TLS);
        }
        var exchange = SaslServer.of(mechanism);
        if (exchange.isEmpty()) {
            return Turn.stay(state, Replies.UNKNOWN_MECHANISM);
        }
        return switch (prove(exchange.get(), client)) {
            case Proven(var account) ->
                Turn.to(new State.Authenticated(client, state.hello(), account), Replies.AUTHENTICATED);
            case Failed(var reply) -> Turn.stay(state, reply);
        };
    }

    private sealed interface Outcome {}

    private record Proven(Directory.Entry account) implements Outcome {}

    private record Failed(Reply reply) implements Outcome {}

    /// Carries challenges and responses until the mechanism has what it needs.
    private Outcome prove(SaslServer exchange, Client client) throws PeerGone {
        try {
            var step = exchange.next(initial.isPresent() ? decode(initial.get()) : null);
            while (step instanceof SaslServer.Challenge(var challenge)) {
                Replies.challenge(Base64.getEncoder().encodeToString(challenge))
                        .writeTo(client.connection().out());
                step = exchange.next(response(client));
            }
            return switch (step) {
                case SaslServer.Password password -> check(password, client);
                case SaslServer.Malformed(var why) -> new Failed(Replies.badSyntax(why));
                case SaslServer.Challenge _ -> throw new IllegalStateException("a challenge beyond the last");
            };
        } catch (BadCommand e) {
            return new Failed(e.reply());
        } catch (BadLine e) {
            return new Failed(Replies.AUTH_LINE_TOO_LONG);
        }
    }

    private static byte[] response(Client client) throws PeerGone, BadLine, BadCommand {
        var line = new String(client.connection().nextLine(), StandardCharsets.ISO_8859_1);
        if (line.equals("*")) {
            throw new BadCommand(Replies.AUTH_CANCELLED); // RFC 4954 §4
        }
        return decode(line);
    }

    private static byte[] decode(String base64) throws BadCommand {
        try {
            // RFC 4954 §4: a lone "=" is an empty initial response.
            return base64.equals("=") ? new byte[0] : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new BadCommand(Replies.badSyntax("expected base64"));
        }
    }

    private static Outcome check(SaslServer.Password password, Client client) throws PeerGone {
        var account = client.reception()
                .store()
                .directory()
                .authenticate(password.login(), password.password())
                .filter(entry -> password.actsAs(entry.address()));
        log.atInfo()
                .addKeyValue("conn", client.connection().id())
                .addKeyValue("login", password.login())
                .addKeyValue("remote", client.connection().remote().getAddress().getHostAddress())
                .log(account.isPresent() ? "logged in" : "login failed");
        if (account.isPresent()) {
            return new Proven(account.get());
        }
        client.penalty().serve();
        return new Failed(Replies.AUTH_FAILED);
    }

    /// Without the response: it holds a password.
    @Override
    public String toString() {
        return "Auth[" + mechanism + "]";
    }
}
