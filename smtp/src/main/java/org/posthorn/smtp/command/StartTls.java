package org.posthorn.smtp.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.smtp.reply.Replies;

/// STARTTLS: goes on encrypted, from the beginning (RFC 3207 §4). Nothing said before survives: neither what the client
/// called itself, nor who it was, nor what it sent ahead of the handshake.
record StartTls() implements Command.BetweenMails {

    static StartTls parse(CommandLine in) throws BadCommand {
        in.end();
        return new StartTls();
    }

    @Override
    public Turn run(State.Ready state) throws PeerGone {
        var connection = state.client().connection();
        if (connection.tls().isPresent()) {
            return Turn.stay(state, Replies.TLS_ALREADY);
        }
        if (!connection.canStartTls()) {
            return Turn.stay(state, Replies.NO_TLS_HERE);
        }
        connection.startTls(Replies.READY_FOR_TLS.wire());
        return Turn.answered(new State.Connected(state.client()));
    }
}
