package org.posthorn.pop3;

/// NOOP does nothing (RFC 1939 §5).
record Noop() implements Command.AfterLogin {

    static Noop parse(CommandLine in) throws BadCommand {
        in.end();
        return new Noop();
    }

    @Override
    public Turn run(State.Transaction state) {
        return Turn.to(state, Reply.DONE);
    }
}
