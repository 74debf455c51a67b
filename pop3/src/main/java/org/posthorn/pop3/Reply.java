package org.posthorn.pop3;

import org.posthorn.common.net.Output;
import org.posthorn.common.net.PeerGone;

/// The first (often the only) line of an answer (RFC 1939 §3), and every text that we answer with.
///
/// @param code the response code without brackets (RFC 2449 §8, RFC 3206), or empty
record Reply(boolean ok, String code, String text) {

    static final Reply BYE = ok("goodbye");
    static final Reply DONE = ok("done");
    static final Reply SEND_PASS = ok("now PASS");
    static final Reply STLS_READY = ok("ready to start TLS");

    static final Reply UNKNOWN_COMMAND = err("unknown command, see CAPA");
    static final Reply LINE_TOO_LONG = err("the line is too long");
    static final Reply LINE_ENDS_WRONG = err("a line ends with CR LF, never with one of them alone");
    static final Reply LOGIN_FIRST = err("log in first");
    static final Reply LOGGED_IN_ALREADY = err("logged in already");
    static final Reply USER_FIRST = err("send USER first");
    static final Reply NO_TLS_HERE = err("TLS is not available");
    static final Reply UNKNOWN_MECHANISM = err("unknown mechanism, see CAPA");
    static final Reply AUTH_CANCELLED = err("authentication cancelled");
    static final Reply NO_SUCH_MESSAGE = err("no such message");
    static final Reply MESSAGE_GONE = err("the message was removed by another session");

    /// RFC 3206 §4: AUTH also stands for an attempt that the server's policy forbids.
    static final Reply NEEDS_TLS = err("AUTH", "no passwords without encryption, send STLS first");

    static final Reply AUTH_FAILED = err("AUTH", "user name or password is wrong");
    static final Reply SHUTTING_DOWN = err("SYS/TEMP", "the server is stopping, come back soon");
    static final Reply TOO_MANY_ERRORS = err("too many errors, closing");
    static final Reply TROUBLE = err("SYS/TEMP", "the mailbox is not available now, try again later");
    static final Reply UNAVAILABLE = err("SYS/TEMP", "the server can't write now, try again later");
    static final Reply DISK_FULL = err("SYS/TEMP", "the server is out of space, try again later");
    static final Reply DAMAGED = err("SYS/PERM", "the message can't be read, tell the postmaster");

    static Reply ok(String text) {
        return new Reply(true, "", text);
    }

    static Reply err(String text) {
        return new Reply(false, "", text);
    }

    static Reply err(String code, String text) {
        return new Reply(false, code, text);
    }

    /// We failed; the log tells the rest under the same id.
    static Reply ourFailure(String id) {
        return err("SYS/TEMP", "something went wrong here, try again later (" + id + ")");
    }

    void writeTo(Output out) throws PeerGone {
        out.ascii(toString()).crlf();
    }

    /// The line as it is sent, without CRLF.
    @Override
    public String toString() {
        return (ok ? "+OK " : "-ERR ") + (code.isEmpty() ? "" : "[" + code + "] ") + text;
    }
}
