package org.posthorn.common.net;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drives one [Session]: greeting, then lines and posted tasks as they come, then one of the ways to end, then
/// [Session#closed()]. [CommandRunner] runs it on the command thread; its other methods only leave a note and wake.
///
/// The one place where what escapes a session is answered: [PeerGone] ends it quietly, anything else is logged as ours.
final class Conversation implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Conversation.class);

    private final SocketConnection connection;
    private final Inbound inbound;
    private final Function<Connection, Session> sessions;
    private final Runnable ended;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private Optional<Session> session = Optional.empty();
    private volatile boolean opened;
    private volatile boolean stopping;
    private volatile boolean silent;
    private volatile boolean over;
    private boolean leaving;

    /// @param ended called once, after [Session#closed()]
    Conversation(SocketConnection connection, Inbound inbound, Function<Connection, Session> sessions, Runnable ended) {
        this.connection = connection;
        this.inbound = inbound;
        this.sessions = sessions;
        this.ended = ended;
    }

    void open() {
        opened = true;
    }

    void stop() {
        stopping = true;
    }

    void silent() {
        silent = true;
    }

    void post(Runnable task) {
        if (!over) {
            tasks.add(task);
        }
    }

    /// The running callback is the last. For the command thread.
    void leave() {
        leaving = true;
    }

    @Override
    public void run() {
        if (over) {
            tasks.clear();
            return;
        }
        try {
            converse();
        } catch (PeerGone gone) {
            leave();
            log.atDebug()
                    .addKeyValue("conn", connection.id())
                    .addKeyValue("why", gone.getMessage())
                    .log("peer gone");
        } catch (Throwable ours) {
            // Of all kinds, errors too: whatever it was, this connection's stream can't be trusted, others are not
            // hurt.
            leave();
            log.atError().addKeyValue("conn", connection.id()).setCause(ours).log("session failed");
        }
        if (leaving) {
            finish();
        }
    }

    private void converse() throws PeerGone {
        if (session.isEmpty() && !begin()) {
            return;
        }
        var talking = session.orElseThrow();
        while (!leaving) {
            if (stopping) {
                talking.shutdown();
                leave();
                return;
            }
            // Before the look for a line: what arrived before the end is still to be done.
            boolean ended = inbound.ended();
            if (!step(talking)) {
                connection.pause();
                if (ended || connection.isGone()) {
                    leave();
                } else if (silent && connection.isSilent()) {
                    talking.silent();
                    leave();
                }
                silent = false;
                return;
            }
        }
    }

    private boolean begin() throws PeerGone {
        if (opened && !stopping) {
            var created = sessions.apply(connection);
            session = Optional.of(created);
            created.greet();
            return true;
        }
        if (stopping || inbound.ended()) {
            leave();
        }
        return false;
    }

    /// One task and one line, so that neither holds up the other for ever.
    ///
    /// @return whether there was any
    private boolean step(Session talking) throws PeerGone {
        var task = tasks.poll();
        if (task != null) {
            task.run();
        }
        if (leaving || connection.isGone()) {
            leave();
            return true;
        }
        Optional<byte[]> line;
        try {
            line = inbound.line();
        } catch (BadLine bad) {
            talking.badLine(bad);
            return true;
        }
        if (line.isPresent()) {
            talking.line(line.get());
            connection.commandDone();
        }
        return task != null || line.isPresent();
    }

    private void finish() {
        over = true;
        tasks.clear();
        connection.sayFarewell();
        try {
            session.ifPresent(Session::closed);
        } catch (RuntimeException ours) {
            log.atError().addKeyValue("conn", connection.id()).setCause(ours).log("session did not end cleanly");
        }
        ended.run();
    }
}
