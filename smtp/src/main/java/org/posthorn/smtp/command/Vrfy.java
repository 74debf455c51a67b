package org.posthorn.smtp.command;

import org.posthorn.smtp.reply.Replies;

/// VRFY asks whether a user exists; everybody gets the same answer (RFC 5321 §3.5.3, §7.3).
record Vrfy() implements Command.Anytime {

    static Vrfy parse(CommandLine in) throws BadCommand {
        in.spaceBefore("a user");
        in.rest();
        return new Vrfy();
    }

    @Override
    public Turn run(State state) {
        return Turn.stay(state, Replies.CANNOT_VERIFY);
    }
}
