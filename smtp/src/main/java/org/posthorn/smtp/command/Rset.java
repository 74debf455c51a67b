package org.posthorn.smtp.command;

import org.posthorn.smtp.reply.Replies;

/// RSET gives up the message under way (RFC 5321 §4.1.1.5).
record Rset() implements Command.Anytime {

    static Rset parse(CommandLine in) throws BadCommand {
        in.end();
        return new Rset();
    }

    @Override
    public Turn run(State state) {
        return Turn.to(state.withoutMail(), Replies.FLUSHED);
    }
}
