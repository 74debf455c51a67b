package org.posthorn.pop3;

import org.posthorn.common.net.PeerGone;

/// STLS goes on encrypted, from the beginning (RFC 2595 §4): nothing said before survives.
record Stls() implements Command.BeforeLogin {

    static Stls parse(CommandLine in) throws BadCommand {
        in.end();
        return new Stls();
    }

    @Override
    public Turn run(State.Authorization state) throws PeerGone {
        var connection = state.client().connection();
        if (!connection.canStartTls()) {
            return Turn.to(state, Reply.NO_TLS_HERE);
        }
        connection.startTls(Reply.STLS_READY + "\r\n");
        return Turn.answered(state.anew());
    }
}
