package org.posthorn.imap.command;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.common.sasl.SaslServer;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// AUTHENTICATE by a SASL mechanism (RFC 9051 §6.2.2, RFC 4422), at once with a response to the first challenge where
/// the client has one (RFC 4959).
///
/// @param initial base64, or `=` for an empty one
record Authenticate(Tag tag, String mechanism, Optional<String> initial) implements Command.BeforeLogin {

    static Authenticate parse(Tag tag, ImapParser in) throws BadCommand {
        in.space();
        String mechanism = in.atom();
        var initial = in.trySpace() ? Optional.of(in.atom()) : Optional.<String>empty();
        in.end();
        return new Authenticate(tag, mechanism, initial);
    }

    @Override
    public Reply run(State.Greeted session) throws PeerGone, BadCommand {
        var dialogue = session.dialogue();
        if (!dialogue.takesPasswords()) {
            return Reply.no(tag, "PRIVACYREQUIRED", "use STARTTLS first");
        }
        var sasl = SaslServer.of(mechanism);
        if (sasl.isEmpty()) {
            return Reply.no(tag, "CANNOT", "mechanisms are " + String.join(", ", SaslServer.mechanisms()));
        }
        return exchange(dialogue, sasl.get());
    }

    private Reply exchange(Dialogue dialogue, SaslServer sasl) throws PeerGone, BadCommand {
        byte[] response = initial.isPresent() ? decode(initial.get()) : null;
        while (true) {
            switch (sasl.next(response)) {
                case SaslServer.Challenge(byte[] challenge) -> response = challenge(dialogue, challenge);
                case SaslServer.Password claim -> {
                    return new LoginAttempt(tag, claim).run(dialogue);
                }
                case SaslServer.Malformed(String why) -> throw new BadCommand(why);
            }
        }
    }

    private static byte[] challenge(Dialogue dialogue, byte[] challenge) throws PeerGone, BadCommand {
        dialogue.out()
                .raw("+ ")
                .raw(Base64.getEncoder().encodeToString(challenge))
                .crlf();
        String line = new String(dialogue.reader().nextLine(), StandardCharsets.ISO_8859_1);
        if (line.equals("*")) {
            throw new BadCommand("AUTHENTICATE cancelled"); // RFC 9051 §6.2.2
        }
        return decode(line);
    }

    private static byte[] decode(String base64) throws BadCommand {
        try {
            return base64.equals("=") ? new byte[0] : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException broken) {
            throw new BadCommand("expected base64");
        }
    }

    @Override
    public String toString() {
        return "Authenticate[" + mechanism + "]";
    }
}
