package org.posthorn.storage;

/// A backup was not made or not restored; the message is one line that says why and what to do.
public final class BackupFailed extends Exception {
    private static final long serialVersionUID = 1;

    public BackupFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
