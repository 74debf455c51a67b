package org.posthorn.pop3;

import java.util.OptionalInt;
import org.posthorn.common.net.PeerGone;

/// UIDL: the unique id of one message, or of each (RFC 1939 §7). It stays the message's own across sessions and
/// restarts.
record Uidl(OptionalInt number) implements Command.AfterLogin {

    static Uidl parse(CommandLine in) throws BadCommand {
        var number = in.more() ? OptionalInt.of(in.number()) : OptionalInt.empty();
        in.end();
        return new Uidl(number);
    }

    @Override
    public Turn run(State.Transaction state) throws PeerGone {
        return number.isPresent() ? one(state, number.getAsInt()) : all(state);
    }

    private static Turn one(State.Transaction state, int number) {
        var maildrop = state.maildrop();
        if (!maildrop.has(number)) {
            return Turn.to(state, Reply.NO_SUCH_MESSAGE);
        }
        return Turn.to(state, Reply.ok(number + " " + maildrop.uniqueId(maildrop.uid(number))));
    }

    private static Turn all(State.Transaction state) throws PeerGone {
        var maildrop = state.maildrop();
        var out = state.client().begin(Reply.ok(maildrop.count() + " messages"));
        maildrop.eachUid((number, uid) ->
                out.number(number).ascii(" ").ascii(maildrop.uniqueId(uid)).crlf());
        state.client().end();
        return Turn.answered(state);
    }
}
