package org.posthorn.pop3;

import java.time.Duration;
import java.util.Optional;
import org.posthorn.common.net.BadLine;
import org.posthorn.common.net.Connection;
import org.posthorn.common.net.PeerGone;
import org.posthorn.common.net.Session;
import org.posthorn.common.sasl.Penalty;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One POP3 session: a line comes in, is parsed, runs in the present state, is answered. Whatever goes wrong on the way
/// is answered here, in one ladder:
///
/// | what | reply | log |
/// |---|---|---|
/// | [BadCommand]: the peer's syntax | `-ERR` and what was expected | debug |
/// | [Refused]: the store would not | `-ERR [SYS/TEMP]` or `[SYS/PERM]` | info |
/// | any other exception: we failed | `-ERR [SYS/TEMP]` with an id | error with the id |
/// | [PeerGone]: nobody listens | none; what was marked stays | by the connection |
public final class Pop3Session implements Session {
    private static final Logger log = LoggerFactory.getLogger(Pop3Session.class);

    /// RFC 1939 §3: at least 10 minutes.
    private static final Duration IDLE = Duration.ofMinutes(10);

    /// RFC 2449 §4 asks for 255 octets; an AUTH line may need more.
    private static final int LINE_LIMIT = 2_048;

    private static final int ERRORS = 20;

    /// @param allowPlaintext passwords without TLS
    public record Settings(String hostname, boolean allowPlaintext, String version) {}

    private final Client client;
    private State state;
    private int errors;
    private int failures;

    public Pop3Session(Connection connection, MailStore store, Settings settings) {
        this(connection, store, settings, Penalty.ONE_SECOND);
    }

    Pop3Session(Connection connection, MailStore store, Settings settings, Penalty penalty) {
        this.client = new Client(connection, store, settings, penalty);
        this.state = new State.Authorization(client, Optional.empty());
    }

    @Override
    public void greet() throws PeerGone {
        client.connection().idleTimeout(IDLE);
        client.connection().lineLimit(LINE_LIMIT);
        Reply.ok(client.settings().hostname() + " POP3 Posthorn").writeTo(client.out());
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
            turn.reply().get().writeTo(client.out());
        }
        if (turn.closes()) {
            client.connection().closeAfterFlush();
        }
    }

    /// The ladder's lower steps.
    private Turn run(Command command) throws PeerGone {
        try {
            return command.runIn(state);
        } catch (Refused e) {
            var reply = refusal(e.why());
            log.atInfo()
                    .addKeyValue("conn", client.connection().id())
                    .addKeyValue("command", command)
                    .addKeyValue("reply", reply)
                    .log("refused");
            return after(command, reply);
        } catch (RuntimeException e) {
            var id = client.connection().id() + "-e" + ++failures;
            log.atError()
                    .setCause(e)
                    .addKeyValue("conn", client.connection().id())
                    .addKeyValue("failure", id)
                    .addKeyValue("command", command)
                    .log("command failed");
            return after(command, Reply.ourFailure(id));
        }
    }

    /// RFC 1939 §6: QUIT ends the session whatever came of it. So does an answer that broke off midway: there is no way
    /// to take it back, and without its last line no client takes it for whole.
    private Turn after(Command command, Reply reply) {
        if (client.withinAnswer()) {
            return new Turn(state, Optional.empty(), true);
        }
        return command instanceof Quit ? Turn.end(state, reply) : Turn.to(state, reply);
    }

    static Reply refusal(Refused.Why why) {
        return switch (why) {
            case NOT_FOUND -> Reply.MESSAGE_GONE;
            case DISK_FULL -> Reply.DISK_FULL;
            case UNAVAILABLE -> Reply.UNAVAILABLE;
            case DAMAGED -> Reply.DAMAGED;
            case EXISTS, FORBIDDEN, NO_PERMISSION, OVER_QUOTA, TOO_BIG, IN_USE -> Reply.TROUBLE;
        };
    }

    private void refuseLine(Reply reply) throws PeerGone {
        log.atDebug()
                .addKeyValue("conn", client.connection().id())
                .addKeyValue("reply", reply)
                .log("bad command");
        var last = ++errors >= ERRORS;
        (last ? Reply.TOO_MANY_ERRORS : reply).writeTo(client.out());
        if (last) {
            client.connection().closeAfterFlush();
        }
    }

    @Override
    public void badLine(BadLine bad) throws PeerGone {
        refuseLine(
                switch (bad.reason()) {
                    case TOO_LONG -> Reply.LINE_TOO_LONG;
                    case BARE_LF -> Reply.LINE_ENDS_WRONG;
                });
    }

    /// RFC 1939 §3: the autologout sends nothing.
    @Override
    public void silent() {}

    @Override
    public void shutdown() throws PeerGone {
        Reply.SHUTTING_DOWN.writeTo(client.out());
    }

    /// Without QUIT nothing is removed (RFC 1939 §3: an autologout does not enter UPDATE).
    @Override
    public void closed() {
        switch (state) {
            case State.Authorization _ -> {}
            case State.Transaction after -> after.maildrop().close();
        }
    }
}
