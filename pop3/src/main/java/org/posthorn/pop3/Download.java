package org.posthorn.pop3;

import org.posthorn.common.net.PeerGone;
import org.posthorn.storage.message.StoredMessage;

/// Sends a message, whole or cut, piece by piece: neither its size nor a slow client costs memory (P5).
final class Download {
    private static final int FIRST_PIECE = 1 << 16;
    private static final int LARGEST_PIECE = 1 << 24;

    private Download() {}

    /// @param bodyLines how many at most
    static Turn of(State.Transaction state, int number, long bodyLines) throws PeerGone {
        if (!state.maildrop().has(number)) {
            return Turn.to(state, Reply.NO_SUCH_MESSAGE);
        }
        var message = state.maildrop().message(number);
        if (message.isEmpty()) {
            return Turn.to(state, Reply.MESSAGE_GONE);
        }
        send(state, message.get(), new LineLimit(bodyLines));
        return Turn.answered(state);
    }

    private static void send(State.Transaction state, StoredMessage message, LineLimit limit) throws PeerGone {
        var client = state.client();
        var stuffing = new DotStuffing(client.begin(Reply.ok(message.size() + " octets")));
        long at = 0;
        // Pieces grow: TOP reads little beyond what it needs, RETR asks the store seldom.
        for (int piece = FIRST_PIECE;
                at < message.size() && !limit.reached();
                piece = Math.min(2 * piece, LARGEST_PIECE)) {
            state.maildrop().read(message, at, piece, chunk -> {
                var wanted = chunk.duplicate();
                limit.cut(wanted);
                stuffing.write(wanted);
            });
            at += piece;
        }
        stuffing.endLine();
        client.end();
    }
}
