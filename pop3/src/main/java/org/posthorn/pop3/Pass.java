package org.posthorn.pop3;

import org.posthorn.common.net.PeerGone;

/// PASS proves what USER said (RFC 1939 §7). The password is the rest of the line, spaces included.
record Pass(String password) implements Command.BeforeLogin {

    static Pass parse(CommandLine in) throws BadCommand {
        return new Pass(in.rest("a password"));
    }

    @Override
    public Turn run(State.Authorization state) throws PeerGone {
        if (!state.client().mayAuthenticate()) {
            return Turn.to(state, Reply.NEEDS_TLS);
        }
        if (state.user().isEmpty()) {
            return Turn.to(state, Reply.USER_FIRST);
        }
        var client = state.client();
        var login = state.user().get();
        return client.logIn(state, login, client.authenticate(login, password));
    }

    /// Without the password.
    @Override
    public String toString() {
        return "Pass[]";
    }
}
