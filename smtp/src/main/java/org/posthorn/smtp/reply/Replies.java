package org.posthorn.smtp.reply;

import java.util.List;

/// Every reply of the server, in one table: code, enhanced code, text. The texts say what to do where something can
/// be done. None repeats what the peer sent.
public final class Replies {
    private Replies() {}

    // ---- done

    public static final Reply OK = Reply.of(250, "2.0.0", "OK");
    public static final Reply FLUSHED = Reply.of(250, "2.0.0", "begin anew");
    public static final Reply SENDER_OK = Reply.of(250, "2.1.0", "sender OK");
    public static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "recipient OK");
    public static final Reply AUTHENTICATED = Reply.of(235, "2.7.0", "authenticated");
    public static final Reply CANNOT_VERIFY =
            Reply.of(252, "2.5.0", "cannot verify a user here, but will take mail and try to deliver it");
    public static final Reply BYE = Reply.of(221, "2.0.0", "goodbye");
    public static final Reply READY_FOR_TLS = Reply.of(220, "2.0.0", "ready to start TLS");

    // ---- go on

    public static final Reply SEND_DATA =
            Reply.of(354, "", "send the message, end it with a line that is a single dot");

    // ---- the session ends

    public static final Reply SILENT = Reply.of(421, "4.4.2", "nothing heard for too long, closing");
    public static final Reply SHUTTING_DOWN = Reply.of(421, "4.3.2", "the server is stopping, come back soon");
    public static final Reply TOO_MANY_ERRORS = Reply.of(421, "4.7.0", "too many errors, closing");
    public static final Reply TOO_MANY_FAILED_LOGINS = Reply.of(421, "4.7.0", "too many failed logins, closing");
    public static final Reply TOO_MANY_COMMANDS =
            Reply.of(421, "4.7.0", "too many commands without a message, closing");

    // ---- syntax and order

    public static final Reply UNKNOWN_COMMAND = Reply.of(500, "5.5.1", "unknown command, try HELP");
    public static final Reply LINE_TOO_LONG = Reply.of(500, "5.5.2", "the line is too long");
    public static final Reply LINE_ENDS_WRONG =
            Reply.of(500, "5.5.2", "a line ends with CR LF, never with one of them alone");
    public static final Reply NO_EXPN = Reply.of(502, "5.5.1", "lists are not expanded here");
    public static final Reply NO_AUTH_HERE = Reply.of(502, "5.5.1", "no AUTH on this port, users submit on 465 or 587");
    public static final Reply NO_TLS_HERE = Reply.of(502, "5.5.1", "TLS is not available");
    public static final Reply TLS_ALREADY = Reply.of(503, "5.5.1", "TLS is already in use");
    public static final Reply AUTH_ALREADY = Reply.of(503, "5.5.1", "already authenticated");
    public static final Reply EHLO_FIRST = Reply.of(503, "5.5.1", "send EHLO first");
    public static final Reply MAIL_FIRST = Reply.of(503, "5.5.1", "send MAIL FROM first");
    public static final Reply WITHIN_MAIL = Reply.of(503, "5.5.1", "not within a message, send RSET to give it up");
    public static final Reply NO_RECIPIENTS = Reply.of(554, "5.5.1", "no valid recipients");
    public static final Reply UNKNOWN_MECHANISM =
            Reply.of(504, "5.5.4", "unknown mechanism, see EHLO for those offered");
    public static final Reply UNKNOWN_PARAMETER =
            Reply.of(555, "5.5.4", "unknown parameter, see EHLO for what is offered");

    // ---- authentication

    public static final Reply AUTH_CANCELLED = Reply.of(501, "5.7.0", "authentication cancelled");
    public static final Reply AUTH_LINE_TOO_LONG = Reply.of(500, "5.5.6", "the authentication line is too long");
    public static final Reply AUTH_FAILED = Reply.of(535, "5.7.8", "user name or password is wrong");
    public static final Reply AUTH_NEEDS_TLS =
            Reply.of(538, "5.7.11", "no passwords without encryption, send STARTTLS first");
    public static final Reply TLS_REQUIRED = Reply.of(530, "5.7.0", "send STARTTLS first, then authenticate");
    public static final Reply AUTH_REQUIRED = Reply.of(530, "5.7.0", "authenticate first");

    // ---- sender and recipients

    public static final Reply NOT_YOUR_ADDRESS = Reply.of(553, "5.7.1", "the sender address is not yours to use");
    public static final Reply NEEDS_SMTPUTF8 =
            Reply.of(553, "5.6.7", "the address is not US-ASCII, say SMTPUTF8 with MAIL FROM");
    public static final Reply NO_SUCH_USER = Reply.of(550, "5.1.1", "no such user here");
    public static final Reply NO_RELAY = Reply.of(550, "5.7.1", "mail for this domain is not taken here");
    public static final Reply NO_SENDING_YET = Reply.of(550, "5.7.1", "this server sends no mail to other domains yet");
    public static final Reply TOO_MANY_RECIPIENTS =
            Reply.of(452, "4.5.3", "too many recipients, send the others with another message");

    // ---- the message

    public static final Reply TOO_BIG = Reply.of(552, "5.3.4", "the message is too big, see SIZE");
    public static final Reply BARE_NEWLINE =
            Reply.of(550, "5.6.11", "the message holds a CR or LF that stands alone, lines end with CR LF");
    public static final Reply LOOP = Reply.of(554, "5.4.6", "too many Received fields, the message runs in circles");

    // ---- our side

    public static final Reply STORE_UNAVAILABLE = Reply.of(451, "4.3.0", "the server can't write now, try again later");

    public static final Reply DISK_FULL = Reply.of(452, "4.3.1", "the server is out of space, try again later");
    public static final Reply OVER_QUOTA = Reply.of(452, "4.2.2", "the mailbox is full, try again later");
    public static final Reply MAILBOX_TROUBLE =
            Reply.of(450, "4.2.0", "the mailbox is not available now, try again later");

    /// The first line of all (RFC 5321 §4.2: the host's name comes first).
    public static Reply greeting(String hostname) {
        return Reply.of(220, "", hostname + " ESMTP Posthorn");
    }

    /// HELO's answer, or EHLO's with its keywords.
    public static Reply hello(List<String> lines) {
        return new Reply(250, "", lines);
    }

    public static Reply help(List<String> lines) {
        return new Reply(214, "2.0.0", lines);
    }

    /// A SASL challenge, in base64.
    public static Reply challenge(String base64) {
        return Reply.of(334, "", base64);
    }

    public static Reply stored(String id) {
        return Reply.of(250, "2.0.0", "stored as " + id);
    }

    /// @param text what was expected
    public static Reply badArgument(String text) {
        return Reply.of(501, "5.5.4", text);
    }

    public static Reply badSyntax(String text) {
        return Reply.of(501, "5.5.2", text);
    }

    public static Reply badSender(String text) {
        return Reply.of(501, "5.1.7", text);
    }

    public static Reply badRecipient(String text) {
        return Reply.of(501, "5.1.3", text);
    }

    /// We failed, not the peer; the log tells the rest under the same id.
    public static Reply ourFailure(String id) {
        return Reply.of(451, "4.3.0", "something went wrong here, try again later (" + id + ")");
    }
}
