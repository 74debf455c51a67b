package org.posthorn.pop3;

import org.posthorn.common.net.PeerGone;

/// RETR: a whole message (RFC 1939 §5).
record Retr(int number) implements Command.AfterLogin {

    static Retr parse(CommandLine in) throws BadCommand {
        var number = in.number();
        in.end();
        return new Retr(number);
    }

    @Override
    public Turn run(State.Transaction state) throws PeerGone {
        return Download.of(state, number, Long.MAX_VALUE);
    }
}
