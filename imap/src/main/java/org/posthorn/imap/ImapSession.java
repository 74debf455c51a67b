package org.posthorn.imap;

import java.util.ArrayDeque;
import java.util.Deque;
import org.posthorn.common.config.Imap;
import org.posthorn.common.net.BadLine;
import org.posthorn.common.net.Connection;
import org.posthorn.common.net.PeerGone;
import org.posthorn.common.net.Session;
import org.posthorn.common.sasl.Penalty;
import org.posthorn.imap.command.Command;
import org.posthorn.imap.command.Commands;
import org.posthorn.imap.command.Dialogue;
import org.posthorn.imap.command.Service;
import org.posthorn.imap.command.State;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.InProgress;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One IMAP session: a line comes in, the command it begins is parsed, runs in the present state, is answered; then the
/// next. Whatever goes wrong on the way is answered here, in one ladder:
///
/// | what | reply | log |
/// |---|---|---|
/// | [BadCommand]: the client's syntax or order | `BAD`, where and what was expected | debug; too many end the session
/// |
/// | [Refused]: the store would not | `NO` with a response code | info |
/// | any other exception: we failed | `NO [SERVERBUG]` with an id | error with the id and the last commands |
/// | [PeerGone]: nobody listens | none | by the connection |
public final class ImapSession implements Session {
    private static final Logger log = LoggerFactory.getLogger(ImapSession.class);
    private static final int MAX_BAD_COMMANDS = 20;
    private static final int REMEMBERED = 8;

    /// @param allowPlaintext passwords without TLS
    /// @param messageSize    the largest message that APPEND takes, in octets
    public record Settings(String hostname, boolean allowPlaintext, long messageSize, String version, Imap imap) {}

    private final Connection connection;
    private final Dialogue dialogue;
    private final Deque<String> lastCommands = new ArrayDeque<>();
    private int badCommands;
    private int failures;

    public ImapSession(Connection connection, MailStore store, Settings settings) {
        this(connection, store, settings, Penalty.ONE_SECOND, InProgress.Pace.TEN_SECONDS);
    }

    ImapSession(Connection connection, MailStore store, Settings settings, Penalty penalty, InProgress.Pace pace) {
        this.connection = connection;
        this.dialogue = new Dialogue(
                connection,
                new Service(
                        store,
                        settings.hostname(),
                        settings.allowPlaintext(),
                        settings.messageSize(),
                        settings.version(),
                        settings.imap(),
                        penalty,
                        pace));
    }

    @Override
    public void greet() throws PeerGone {
        dialogue.greet();
    }

    @Override
    public void line(byte[] line) throws PeerGone {
        if (dialogue.state() instanceof State.Idling idling) {
            end(dialogue.idleEnds(idling, line));
            return;
        }
        var reader = dialogue.begin(line);
        var in = dialogue.parser(line, reader);
        var reply = answer(in);
        if (!reader.skipRest()) {
            dialogue.sayGoodbye("too much was sent");
        }
        end(reply);
    }

    private void end(Reply reply) throws PeerGone {
        if (dialogue.out().midLine()) {
            connection.closeAfterFlush(); // half a response is on its way: nothing more can be said
            return;
        }
        if (badCommands >= MAX_BAD_COMMANDS) {
            dialogue.sayGoodbye("too many bad commands");
        }
        reply.write(dialogue.out());
        if (dialogue.over()) {
            connection.closeAfterFlush();
        }
    }

    /// The ladder.
    private Reply answer(ImapParser in) throws PeerGone {
        var tag = Tag.NONE;
        try {
            tag = new Tag(in.tag());
            dialogue.answering(tag);
            var command = Commands.parse(tag, in);
            remember(command);
            var reply = Commands.run(dialogue.state(), command);
            dialogue.news().tell(command.expunges());
            badCommands = 0; // it is those in a row that tell a client which speaks something else
            return reply;
        } catch (BadCommand e) {
            return bad(tag, e);
        } catch (Refused e) {
            return refusal(tag, e);
        } catch (RuntimeException e) {
            return failure(tag, e);
        } finally {
            dialogue.settle();
        }
    }

    private void remember(Command command) {
        if (lastCommands.size() == REMEMBERED) {
            lastCommands.removeFirst();
        }
        lastCommands.addLast(command.getClass().getSimpleName());
    }

    private Reply bad(Tag tag, BadCommand e) {
        badCommands++;
        log.atDebug()
                .addKeyValue("conn", connection.id())
                .addKeyValue("why", e.getMessage())
                .log("bad command");
        return Reply.bad(tag, e.getMessage());
    }

    /// RFC 9051 §7.1, RFC 5530 §3
    private Reply refusal(Tag tag, Refused e) {
        String code = switch (e.why()) {
            case NOT_FOUND -> "NONEXISTENT";
            case EXISTS -> "ALREADYEXISTS";
            case FORBIDDEN -> "CANNOT";
            case NO_PERMISSION -> "NOPERM";
            case OVER_QUOTA -> "OVERQUOTA";
            case TOO_BIG -> "TOOBIG";
            case IN_USE -> "INUSE";
            case DISK_FULL, UNAVAILABLE -> "UNAVAILABLE";
            case DAMAGED -> "CORRUPTION";
        };
        log.atInfo()
                .addKeyValue("conn", connection.id())
                .addKeyValue("command", lastCommands.peekLast())
                .addKeyValue("code", code)
                .log("refused");
        return Reply.no(tag, code, e.getMessage());
    }

    private Reply failure(Tag tag, RuntimeException e) {
        String id = connection.id() + "-e" + ++failures;
        log.atError()
                .setCause(e)
                .addKeyValue("conn", connection.id())
                .addKeyValue("failure", id)
                .addKeyValue("commands", lastCommands)
                .log("command failed");
        return Reply.no(tag, "SERVERBUG", "we failed, please report " + id);
    }

    @Override
    public void badLine(BadLine bad) throws PeerGone {
        switch (bad.reason()) {
            case TOO_LONG -> {
                // What follows may be the inside of a literal that the line announced.
                dialogue.sayGoodbye("the line is too long");
                connection.closeAfterFlush();
            }
            case BARE_LF -> {
                badCommands++;
                end(Reply.bad(Tag.NONE, "expected a line that ends with CRLF"));
            }
        }
    }

    /// RFC 9051 §5.4
    @Override
    public void silent() throws PeerGone {
        farewell("autologout, nothing was heard for too long");
    }

    @Override
    public void shutdown() throws PeerGone {
        farewell("the server is stopping, come back soon");
    }

    private void farewell(String why) throws PeerGone {
        if (!dialogue.out().midLine()) {
            dialogue.sayGoodbye(why);
        }
    }

    @Override
    public void closed() {
        dialogue.close();
    }
}
