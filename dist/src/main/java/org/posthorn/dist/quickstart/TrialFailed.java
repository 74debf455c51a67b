package org.posthorn.dist.quickstart;

/// The trial did not go as it should; the message is one line that says where.
public final class TrialFailed extends Exception {
    private static final long serialVersionUID = 1;

    TrialFailed(String message) {
        super(message, null, false, false);
    }
}
