package org.posthorn.pop3;

/// The line is no command that we know, or not written as its RFC wants it.
final class BadCommand extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Reply reply;

    BadCommand(Reply reply) {
        super(reply.text(), null, false, false);
        this.reply = reply;
    }

    static BadCommand expected(String what) {
        return new BadCommand(Reply.err("expected " + what));
    }

    Reply reply() {
        return reply;
    }
}
