package org.posthorn.smtp.command;

import org.posthorn.smtp.reply.Replies;

/// NOOP does nothing; what follows it is not read (RFC 5321 §4.1.1.9).
record Noop() implements Command.Anytime {

    static Noop parse(CommandLine in) {
        in.rest();
        return new Noop();
    }

    @Override
    public Turn run(State state) {
        return Turn.stay(state, Replies.OK);
    }
}
