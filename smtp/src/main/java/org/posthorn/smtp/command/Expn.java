package org.posthorn.smtp.command;

import org.posthorn.smtp.reply.Replies;

/// EXPN asks who is on a list, and is not told (RFC 5321 §3.5.2, §7.3).
record Expn() implements Command.Anytime {

    static Expn parse(CommandLine in) {
        in.rest();
        return new Expn();
    }

    @Override
    public Turn run(State state) {
        return Turn.stay(state, Replies.NO_EXPN);
    }
}
