package org.posthorn.pop3;

/// STAT: how many messages, how many octets (RFC 1939 §5).
record Stat() implements Command.AfterLogin {

    static Stat parse(CommandLine in) throws BadCommand {
        in.end();
        return new Stat();
    }

    @Override
    public Turn run(State.Transaction state) {
        var maildrop = state.maildrop();
        return Turn.to(state, Reply.ok(maildrop.count() + " " + maildrop.size()));
    }
}
