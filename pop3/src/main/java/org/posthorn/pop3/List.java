package org.posthorn.pop3;

import java.util.OptionalInt;
import org.posthorn.common.net.PeerGone;

/// LIST: the octets of one message, or of each (RFC 1939 §5).
record List(OptionalInt number) implements Command.AfterLogin {

    static List parse(CommandLine in) throws BadCommand {
        var number = in.more() ? OptionalInt.of(in.number()) : OptionalInt.empty();
        in.end();
        return new List(number);
    }

    @Override
    public Turn run(State.Transaction state) throws PeerGone {
        return number.isPresent() ? one(state, number.getAsInt()) : all(state);
    }

    private static Turn one(State.Transaction state, int number) {
        if (!state.maildrop().has(number)) {
            return Turn.to(state, Reply.NO_SUCH_MESSAGE);
        }
        return Turn.to(
                state,
                state.maildrop()
                        .placement(number)
                        .map(placement -> Reply.ok(number + " " + placement.size()))
                        .orElse(Reply.MESSAGE_GONE));
    }

    private static Turn all(State.Transaction state) throws PeerGone {
        var out = state.client().begin(Reply.ok(state.maildrop().count() + " messages"));
        state.maildrop()
                .each((number, placement) ->
                        out.number(number).ascii(" ").number(placement.size()).crlf());
        state.client().end();
        return Turn.answered(state);
    }
}
