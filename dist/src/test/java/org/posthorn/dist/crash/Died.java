package org.posthorn.dist.crash;

/// The server went, as planned.
final class Died extends Exception {
    private static final long serialVersionUID = 1;
}
