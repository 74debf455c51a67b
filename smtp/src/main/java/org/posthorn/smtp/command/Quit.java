package org.posthorn.smtp.command;

import org.posthorn.smtp.reply.Replies;

/// QUIT ends the session (RFC 5321 §4.1.1.10).
record Quit() implements Command.Anytime {

    static Quit parse(CommandLine in) throws BadCommand {
        in.end();
        return new Quit();
    }

    @Override
    public Turn run(State state) {
        return Turn.to(state.withoutMail(), Replies.BYE);
    }
}
