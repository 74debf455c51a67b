package org.posthorn.dist.server;

/// The server can't start; the message is one line that says why and what to do.
public final class StartRefused extends Exception {
    private static final long serialVersionUID = 1;

    StartRefused(String message) {
        super(message, null, false, false);
    }
}
