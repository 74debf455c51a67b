package org.posthorn.pop3;

import java.util.Optional;

/// USER names the account (RFC 1939 §7); whether there is one is told by nobody.
record User(String name) implements Command.BeforeLogin {

    static User parse(CommandLine in) throws BadCommand {
        return new User(in.rest("a user name"));
    }

    @Override
    public Turn run(State.Authorization state) {
        if (!state.client().mayAuthenticate()) {
            return Turn.to(state, Reply.NEEDS_TLS);
        }
        return Turn.to(new State.Authorization(state.client(), Optional.of(name)), Reply.SEND_PASS);
    }
}
