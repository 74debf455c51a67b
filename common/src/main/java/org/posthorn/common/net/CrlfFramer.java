package org.posthorn.common.net;

import java.util.Optional;

/// Cuts lines out of what was received. Only CRLF ends a line (RFC 5321 §2.3.8, RFC 9051 §2.2); a LF that stands
/// alone ends a line that is refused, so that no one reads two lines where another server read one.
/// A CR that stands alone stays in the line, for the grammar to refuse.
///
/// A line beyond the limit is dropped as it arrives, so it is never held. Not thread-safe; [Inbound] guards it.
final class CrlfFramer {

    /// How much of a line beyond its limit is read to find its end. After that the peer is not talking our protocol.
    static final int LONGEST_DISCARDED = 1 << 20;

    private static final byte LF = '\n';

    private int searched;
    private int discarded;
    private boolean tooLong;

    /// The next line without its CRLF; empty when it has not fully arrived.
    ///
    /// @throws BadLine there was a line that is none, and it is gone
    Optional<byte[]> next(Received in, int limit) throws BadLine {
        int lf = in.indexOf(LF, searched);
        if (lf < 0) {
            searched = in.size();
            return notYet(in, limit);
        }
        searched = 0;
        boolean crlf = lf > 0 && in.get(lf - 1) == '\r';
        if (tooLong || lf - (crlf ? 1 : 0) > limit) {
            in.drop(lf + 1);
            tooLong = false;
            throw new BadLine(BadLine.Reason.TOO_LONG);
        }
        if (!crlf) {
            in.drop(lf + 1);
            throw new BadLine(BadLine.Reason.BARE_LF);
        }
        byte[] line = in.copy(lf - 1);
        in.drop(lf + 1);
        return Optional.of(line);
    }

    /// Whether the line went on for so long after its limit that its end was given up: nothing more can be understood.
    boolean endless() {
        return tooLong && discarded > LONGEST_DISCARDED;
    }

    /// Something else has taken bytes from the queue.
    void restart() {
        searched = 0;
    }

    /// Whether this much without a LF in it is more than a line may be (the CR may already be there).
    static boolean beyond(int limit, int size) {
        return size > limit + 1;
    }

    private Optional<byte[]> notYet(Received in, int limit) throws BadLine {
        if (!tooLong && !beyond(limit, in.size())) {
            return Optional.empty();
        }
        boolean given = endless();
        discarded = tooLong ? discarded + in.size() : in.size();
        tooLong = true;
        in.clear();
        searched = 0;
        if (endless() && !given) {
            throw new BadLine(BadLine.Reason.TOO_LONG);
        }
        return Optional.empty();
    }
}
