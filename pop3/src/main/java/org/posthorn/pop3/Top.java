package org.posthorn.pop3;

import org.posthorn.common.net.PeerGone;

/// TOP: a message's header, the empty line, and as many lines of its body as asked for (RFC 1939 §7).
record Top(int number, long lines) implements Command.AfterLogin {

    static Top parse(CommandLine in) throws BadCommand {
        var number = in.number();
        var lines = in.lines();
        in.end();
        return new Top(number, lines);
    }

    @Override
    public Turn run(State.Transaction state) throws PeerGone {
        return Download.of(state, number, lines);
    }
}
