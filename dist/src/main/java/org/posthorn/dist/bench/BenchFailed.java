package org.posthorn.dist.bench;

/// The load could not be run; the message is for the operator.
public final class BenchFailed extends Exception {
    private static final long serialVersionUID = 1;

    BenchFailed(String message) {
        super(message, null, false, false);
    }
}
