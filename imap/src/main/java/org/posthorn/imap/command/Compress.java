package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// COMPRESS DEFLATE: from its reply on both sides compress, below TLS (RFC 4978 §3).
record Compress(Tag tag) implements Command.AfterLogin {

    static Compress parse(Tag tag, ImapParser in) throws BadCommand {
        in.space();
        if (!in.tryWord("DEFLATE")) {
            throw in.bad("DEFLATE");
        }
        in.end();
        return new Compress(tag);
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        var connection = session.dialogue().connection();
        if (connection.compressed()) {
            // BAD, since it is active already; the code is for clients that look for it (RFC 4978 §3).
            return new Reply.Tagged(tag, Reply.Status.BAD, "COMPRESSIONACTIVE", "DEFLATE is active already");
        }
        connection.compress(tag + " OK DEFLATE active\r\n");
        return new Reply.Later();
    }
}
