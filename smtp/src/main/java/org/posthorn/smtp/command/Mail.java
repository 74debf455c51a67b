package org.posthorn.smtp.command;

import org.posthorn.smtp.receive.Envelope;
import org.posthorn.smtp.receive.Origin;
import org.posthorn.smtp.receive.Transaction;
import org.posthorn.smtp.reply.Replies;

/// MAIL begins a message and says who sends it (RFC 5321 §4.1.1.2).
///
/// @param size what the client says that the message has (RFC 1870 §6), 0 when it does not say
record Mail(Path from, long size, boolean smtpUtf8) implements Command.BetweenMails {

    static Mail parse(CommandLine in) throws BadCommand {
        in.spaceBefore("FROM:<sender@domain>");
        in.expect("FROM:");
        in.skipSpaces(); // RFC 5321 §3.3 has none here; old clients do
        var from = Path.reverse(in);
        long size = 0;
        var smtpUtf8 = false;
        for (var parameter : in.parameters()) {
            switch (parameter.keyword()) {
                case "SIZE" -> size = size(parameter);
                case "BODY" -> checkBody(parameter);
                case "SMTPUTF8" -> smtpUtf8 = flag(parameter);
                case "AUTH" -> checkAuth(parameter);
                default -> throw new BadCommand(Replies.UNKNOWN_PARAMETER); // RFC 5321 §4.1.1.11
            }
        }
        if (from.utf8() && !smtpUtf8) {
            throw new BadCommand(Replies.NEEDS_SMTPUTF8); // RFC 6531 §3.5
        }
        return new Mail(from, size, smtpUtf8);
    }

    /// RFC 1870 §3: up to 20 digits; more than fits a long is too big in any case.
    private static long size(CommandLine.Parameter parameter) throws BadCommand {
        var digits = parameter.value().orElse("");
        if (!digits.matches("[0-9]{1,20}")) {
            throw BadCommand.argument("SIZE is a number of octets");
        }
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    /// RFC 6152 §2. Nothing hangs on it here: bytes are taken and kept as they come.
    private static void checkBody(CommandLine.Parameter parameter) throws BadCommand {
        var body = parameter.value().orElse("");
        if (!body.equalsIgnoreCase("7BIT") && !body.equalsIgnoreCase("8BITMIME")) {
            throw BadCommand.argument("BODY is 7BIT or 8BITMIME");
        }
    }

    /// RFC 4954 §5: must be understood. We trust nobody with it, which is the same as `AUTH=<>`.
    private static void checkAuth(CommandLine.Parameter parameter) throws BadCommand {
        if (!parameter.value().orElse("").matches("(?:[!-*,-<>-~]|\\+[0-9A-F]{2})+")) {
            throw BadCommand.argument("AUTH is an address in xtext, or <>");
        }
    }

    private static boolean flag(CommandLine.Parameter parameter) throws BadCommand {
        if (parameter.value().isPresent()) {
            throw BadCommand.argument("SMTPUTF8 has no value");
        }
        return true;
    }

    @Override
    public Turn run(State.Ready state) {
        var client = state.client();
        if (client.terms().forUsers() && state.user().isEmpty()) {
            return Turn.stay(state, client.mayAuthenticate() ? Replies.AUTH_REQUIRED : Replies.TLS_REQUIRED);
        }
        if (size > client.terms().messageSize()) {
            return Turn.stay(state, Replies.TOO_BIG); // RFC 1870 §6.1
        }
        var connection = client.connection();
        var origin = new Origin(
                connection.id(), connection.remote().getAddress(), connection.tls(), state.hello(), state.user());
        var transaction = new Transaction(
                client.reception(), client.nextId(), origin, new Envelope(from.mailbox(), size, smtpUtf8));
        return transaction
                .senderRefusal()
                .map(refusal -> Turn.stay(state, refusal))
                .orElseGet(() -> Turn.to(new State.WithinMail(state, transaction), Replies.SENDER_OK));
    }
}
