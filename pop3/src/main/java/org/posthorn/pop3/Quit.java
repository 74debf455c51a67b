package org.posthorn.pop3;

/// QUIT removes what is marked, in one commit, and ends the session (RFC 1939 §6). `+OK` is sent when it is on the disk
/// (P1).
record Quit() implements Command.Anytime {

    static Quit parse(CommandLine in) throws BadCommand {
        in.end();
        return new Quit();
    }

    @Override
    public Turn run(State state) {
        return switch (state) {
            case State.Authorization before -> Turn.end(before, Reply.BYE);
            case State.Transaction after ->
                Turn.end(after, removed(after.maildrop().update()));
        };
    }

    private static Reply removed(int count) {
        return count == 0 ? Reply.BYE : Reply.ok(count + " removed, goodbye");
    }
}
