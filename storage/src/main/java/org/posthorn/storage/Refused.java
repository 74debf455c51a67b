package org.posthorn.storage;

/// The store understood, did not do it, and changed nothing.
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// Closed on purpose: each protocol answers all of them in one switch.
    public enum Why {
        NOT_FOUND,
        EXISTS,
        FORBIDDEN,
        /// Another user may, this one has no right to.
        NO_PERMISSION,
        OVER_QUOTA,
        TOO_BIG,
        IN_USE,
        DISK_FULL,
        /// The disk fails; it may work again soon.
        UNAVAILABLE,
        DAMAGED
    }

    private final Why why;
    private final String detail;

    /// @param message fit for the peer: no path, no class name, nobody else's data
    public Refused(Why why, String message) {
        this(why, message, "");
    }

    /// @param detail for the operator only: which file it was
    public Refused(Why why, String message, String detail) {
        super(message, null, false, false);
        this.why = why;
        this.detail = detail;
    }

    /// Not for the peer; empty when there is none.
    public String detail() {
        return detail;
    }

    public Why why() {
        return why;
    }
}
