package org.posthorn.dist;

/// The process.
public final class Posthorn {
    private Posthorn() {}

    static void main() {}
}
