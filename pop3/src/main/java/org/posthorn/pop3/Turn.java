package org.posthorn.pop3;

import java.util.Optional;

/// What a command led to.
///
/// @param reply  empty when it has been sent already
/// @param closes whether the session ends here
record Turn(State state, Optional<Reply> reply, boolean closes) {

    static Turn to(State state, Reply reply) {
        return new Turn(state, Optional.of(reply), false);
    }

    static Turn answered(State state) {
        return new Turn(state, Optional.empty(), false);
    }

    static Turn end(State state, Reply reply) {
        return new Turn(state, Optional.of(reply), true);
    }
}
