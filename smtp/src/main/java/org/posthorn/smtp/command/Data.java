package org.posthorn.smtp.command;

import org.posthorn.common.net.PeerGone;

/// DATA brings the message and ends the transaction, whatever comes of it (RFC 5321 §4.1.1.4).
record Data() implements Command.WithinMail {

    static Data parse(CommandLine in) throws BadCommand {
        in.end();
        return new Data();
    }

    @Override
    public Turn run(State.WithinMail state) throws PeerGone {
        var reply = state.transaction().receive(state.client().connection());
        return Turn.to(state.before(), reply);
    }
}
