package org.posthorn.smtp.command;

import org.posthorn.smtp.reply.Replies;

/// RCPT names one recipient (RFC 5321 §4.1.1.3). Its refusal concerns nobody else's copy.
record Rcpt(Path to) implements Command.WithinMail {

    static Rcpt parse(CommandLine in) throws BadCommand {
        in.spaceBefore("TO:<recipient@domain>");
        in.expect("TO:");
        in.skipSpaces(); // RFC 5321 §3.3 has none here; old clients do
        var to = Path.forward(in);
        if (!in.parameters().isEmpty()) {
            throw new BadCommand(Replies.UNKNOWN_PARAMETER); // RFC 5321 §4.1.1.11: no extension of ours has one
        }
        return new Rcpt(to);
    }

    @Override
    public Turn run(State.WithinMail state) {
        var transaction = state.transaction();
        if (to.utf8() && !transaction.smtpUtf8()) {
            return Turn.stay(state, Replies.NEEDS_SMTPUTF8); // RFC 6531 §3.5
        }
        return Turn.stay(state, transaction.add(to.mailbox()));
    }
}
