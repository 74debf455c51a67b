package org.posthorn.dist.cli;

/// The command did not do it; the message is what the operator reads.
final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    Failed(String message) {
        super(message, null, false, false);
    }
}
