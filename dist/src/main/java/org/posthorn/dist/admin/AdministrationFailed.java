package org.posthorn.dist.admin;

/// It was not done; the message is one line that says why.
public final class AdministrationFailed extends Exception {
    private static final long serialVersionUID = 1;

    /// Whose fault it was, which HTTP tells by its status.
    public enum Kind {
        /// What was asked makes no sense.
        INVALID(400),
        NOT_FOUND(404),
        /// It is there already, or still in use.
        CONFLICT(409),
        /// The server could not do it now.
        UNAVAILABLE(503);

        private final int httpStatus;

        Kind(int httpStatus) {
            this.httpStatus = httpStatus;
        }

        int httpStatus() {
            return httpStatus;
        }

        static Kind ofHttpStatus(int status) {
            for (Kind kind : values()) {
                if (kind.httpStatus == status) {
                    return kind;
                }
            }
            return UNAVAILABLE;
        }
    }

    private final Kind kind;

    public AdministrationFailed(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
