package org.posthorn.pop3;

/// RSET unmarks what DELE marked (RFC 1939 §5).
record Rset() implements Command.AfterLogin {

    static Rset parse(CommandLine in) throws BadCommand {
        in.end();
        return new Rset();
    }

    @Override
    public Turn run(State.Transaction state) {
        state.maildrop().undelete();
        return Turn.to(state, Reply.ok(state.maildrop().count() + " messages"));
    }
}
