package org.posthorn.smtp.command;

import java.util.Optional;
import org.posthorn.smtp.reply.Reply;

/// What a command led to.
///
/// @param reply empty when it has been sent already
public record Turn(State state, Optional<Reply> reply) {

    static Turn to(State state, Reply reply) {
        return new Turn(state, Optional.of(reply));
    }

    /// The command was answered and changed nothing.
    static Turn stay(State state, Reply reply) {
        return new Turn(state, Optional.of(reply));
    }

    static Turn answered(State state) {
        return new Turn(state, Optional.empty());
    }
}
