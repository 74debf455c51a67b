package org.posthorn.storage;

/// The store can't be opened; the message is one line that says why and what to do.
public final class StoreUnavailable extends Exception {
    private static final long serialVersionUID = 1;

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
