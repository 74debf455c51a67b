package org.posthorn.dist.bench;

import java.io.IOException;

/// The server answered, and not what the load needs.
final class UnexpectedReply extends IOException {
    private static final long serialVersionUID = 1;

    UnexpectedReply(String asked, String answered) {
        super(asked + ": " + answered);
    }
}
