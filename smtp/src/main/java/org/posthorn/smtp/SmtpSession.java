package org.posthorn.smtp;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.posthorn.common.net.BadLine;
import org.posthorn.common.net.Connection;
import org.posthorn.common.net.PeerGone;
import org.posthorn.common.net.Session;
import org.posthorn.common.sasl.Penalty;
import org.posthorn.smtp.command.BadCommand;
import org.posthorn.smtp.command.Client;
import org.posthorn.smtp.command.Command;
import org.posthorn.smtp.command.State;
import org.posthorn.smtp.command.Turn;
import org.posthorn.smtp.receive.Reception;
import org.posthorn.smtp.receive.Terms;
import org.posthorn.smtp.reply.Replies;
import org.posthorn.smtp.reply.Reply;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// One SMTP session: a line comes in, is parsed, runs in the present state, is answered. Whatever goes wrong on the way
/// is answered here, in one ladder:
///
/// | what | reply | log |
/// |---|---|---|
/// | [BadCommand]: the peer's syntax | its own, `500` to `555` | debug |
/// | [Refused]: the store would not | `4xx`/`552` by its reason | info |
/// | any other exception: we failed | `451 4.3.0` with an id | error with the id |
/// | [PeerGone]: nobody listens | none | by the connection |
public final class SmtpSession implements Session {
    private static final Logger log = LoggerFactory.getLogger(SmtpSession.class);

    /// RFC 5321 §4.5.3.2.7: a server waits at least 5 minutes for the next command.
    private static final Duration IDLE = Duration.ofMinutes(5);

    /// RFC 5321 §4.5.3.1.4 asks for 512 octets and more for the extensions' parameters.
    private static final int LINE_LIMIT = 2_048;

    /// RFC 4954 §4: an authentication line may have 12,288 octets.
    private static final int AUTH_LINE_LIMIT = 12_288;

    /// What the listener is for.
    public enum Role {
        /// Mail from the internet, for local recipients only.
        MX,
        /// Mail from our users, after AUTH.
        SUBMISSION
    }

    /// @param allowPlaintext passwords without TLS
    public record Settings(String hostname, Role role, boolean allowPlaintext, long messageSize, String version) {
        private Terms terms() {
            var audience = switch (role) {
                case MX -> Terms.Audience.INTERNET;
                case SUBMISSION -> Terms.Audience.USERS;
            };
            return new Terms(hostname, audience, allowPlaintext, messageSize, version);
        }
    }

    private final Client client;
    private State state;
    private int failures;

    public SmtpSession(Connection connection, MailStore store, Settings settings) {
        this(connection, store, settings, Clock.systemUTC(), Penalty.ONE_SECOND);
    }

    SmtpSession(Connection connection, MailStore store, Settings settings, Clock clock, Penalty penalty) {
        this.client = new Client(connection, new Reception(store, settings.terms(), clock), penalty);
        this.state = new State.Connected(client);
    }

    @Override
    public void greet() throws PeerGone {
        client.connection().idleTimeout(IDLE);
        client.connection().lineLimit(client.terms().forUsers() ? AUTH_LINE_LIMIT : LINE_LIMIT);
        send(Replies.greeting(client.terms().hostname()));
    }

    @Override
    public void line(byte[] line) throws PeerGone {
        Command command;
        try {
            command = Command.parse(line);
        } catch (BadCommand e) {
            refuseLine(e.reply());
            return;
        }
        var turn = run(command);
        state = turn.state();
        if (turn.reply().isPresent()) {
            answer(command, turn.reply().get());
        }
    }

    /// The ladder's lower steps.
    private Turn run(Command command) throws PeerGone {
        try {
            return command.runIn(state);
        } catch (Refused e) {
            return new Turn(state.afterFailure(command), Optional.of(refusal(e.why())));
        } catch (RuntimeException e) {
            var id = client.connection().id() + "-e" + ++failures;
            log.atError()
                    .setCause(e)
                    .addKeyValue("conn", client.connection().id())
                    .addKeyValue("failure", id)
                    .addKeyValue("command", command)
                    .log("command failed");
            return new Turn(state.afterFailure(command), Optional.of(Replies.ourFailure(id)));
        }
    }

    static Reply refusal(Refused.Why why) {
        return switch (why) {
            case DISK_FULL -> Replies.DISK_FULL;
            case UNAVAILABLE -> Replies.STORE_UNAVAILABLE;
            case OVER_QUOTA -> Replies.OVER_QUOTA;
            case TOO_BIG -> Replies.TOO_BIG;
            // A recipient's account or mailbox went away or is at odds between RCPT and the commit: the next try tells.
            case NOT_FOUND, EXISTS, FORBIDDEN, NO_PERMISSION, IN_USE, DAMAGED -> Replies.MAILBOX_TROUBLE;
        };
    }

    private void answer(Command command, Reply reply) throws PeerGone {
        // Of a failed login there is a line already, with the name.
        if (reply.refuses() && reply != Replies.AUTH_FAILED) {
            log(Level.INFO, reply).addKeyValue("command", command).log("refused");
        }
        send(client.patience().spend(command, reply).orElse(reply));
    }

    private void refuseLine(Reply reply) throws PeerGone {
        log(Level.DEBUG, reply).log("bad command");
        send(client.patience().spendOnError().orElse(reply));
    }

    @Override
    public void badLine(BadLine bad) throws PeerGone {
        refuseLine(
                switch (bad.reason()) {
                    case TOO_LONG -> Replies.LINE_TOO_LONG;
                    case BARE_LF -> Replies.LINE_ENDS_WRONG;
                });
    }

    @Override
    public void silent() throws PeerGone {
        send(Replies.SILENT);
    }

    @Override
    public void shutdown() throws PeerGone {
        send(Replies.SHUTTING_DOWN);
    }

    @Override
    public void closed() {
        // A message under way exists only while DATA runs, and is released there.
    }

    private void send(Reply reply) throws PeerGone {
        reply.writeTo(client.connection().out());
        if (reply.closes()) {
            client.connection().closeAfterFlush();
        }
    }

    private LoggingEventBuilder log(Level level, Reply reply) {
        return log.atLevel(level)
                .addKeyValue("conn", client.connection().id())
                .addKeyValue("remote", client.connection().remote().getAddress().getHostAddress())
                .addKeyValue("reply", reply);
    }
}
