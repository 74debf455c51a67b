package org.posthorn.imap.response;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;

/// What a command's run ends with.
public sealed interface Reply {

    /// The tagged line.
    ///
    /// @param code a response code without its brackets, or empty
    record Tagged(Tag tag, Status status, String code, String text) implements Reply {
        @Override
        public void write(ImapEncoder out) throws PeerGone {
            out.raw(tag.text()).space().raw(status.name()).space();
            if (!code.isEmpty()) {
                out.raw("[").raw(code).raw("] ");
            }
            out.text(text).crlf();
        }
    }

    /// Nothing yet: the command goes on (IDLE), or has replied by itself (STARTTLS).
    record Later() implements Reply {
        @Override
        public void write(ImapEncoder out) {
            // Said elsewhere.
        }
    }

    /// RFC 9051 §7.1.1–§7.1.3
    enum Status {
        OK,
        NO,
        BAD
    }

    void write(ImapEncoder out) throws PeerGone;

    static Reply ok(Tag tag, String text) {
        return new Tagged(tag, Status.OK, "", text);
    }

    static Reply ok(Tag tag, String code, String text) {
        return new Tagged(tag, Status.OK, code, text);
    }

    static Reply no(Tag tag, String code, String text) {
        return new Tagged(tag, Status.NO, code, text);
    }

    static Reply bad(Tag tag, String text) {
        return new Tagged(tag, Status.BAD, "", text);
    }
}
