package org.posthorn.common.net;

/// A line of the peer that is none (RFC 5321 §2.3.8: only CRLF ends a line). The stream is in step again:
/// what was read of the line is discarded, the next line can be read.
public final class BadLine extends Exception {
    private static final long serialVersionUID = 1;

    /// What was wrong with it.
    public enum Reason {
        /// Longer than the limit; discarded up to its end.
        TOO_LONG,
        /// Ended by a LF without CR; discarded.
        BARE_LF
    }

    private final Reason reason;

    public BadLine(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
