package org.posthorn.smtp.command;

import org.posthorn.smtp.reply.Replies;
import org.posthorn.smtp.reply.Reply;

/// The line is no command that we know, or not written as its RFC wants it. Holds the reply.
public final class BadCommand extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Reply reply;

    BadCommand(Reply reply) {
        super(reply.toString(), null, false, false);
        this.reply = reply;
    }

    /// @param expected what should have been there
    static BadCommand argument(String expected) {
        return new BadCommand(Replies.badArgument(expected));
    }

    public Reply reply() {
        return reply;
    }
}
