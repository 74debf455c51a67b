package org.posthorn.smtp.command;

import java.time.Clock;
import org.posthorn.common.net.Connection;
import org.posthorn.common.sasl.Penalty;
import org.posthorn.smtp.receive.Terms;
import org.posthorn.storage.MailStore;

/// The client of one session: its connection, the terms it is served on, and how much of our patience it has used.
/// For the connection's command thread.
public final class Client {
    private final Connection connection;
    private final MailStore store;
    private final Terms terms;
    private final Clock clock;
    private final Penalty penalty;
    private final Patience patience = new Patience();
    private int messages;

    /// @param penalty what a failed login costs
    public Client(Connection connection, MailStore store, Terms terms, Clock clock, Penalty penalty) {
        this.connection = connection;
        this.store = store;
        this.terms = terms;
        this.clock = clock;
        this.penalty = penalty;
    }

    public Connection connection() {
        return connection;
    }

    public Terms terms() {
        return terms;
    }

    public Patience patience() {
        return patience;
    }

    MailStore store() {
        return store;
    }

    Clock clock() {
        return clock;
    }

    Penalty penalty() {
        return penalty;
    }

    /// Whether a password may be sent as things stand (P6).
    boolean mayAuthenticate() {
        return connection.tls().isPresent() || terms.passwordsInClear();
    }

    /// An id for the next message: one of a kind, as the connection's is unique in this process and the time between
    /// processes.
    String nextId() {
        return Long.toString(clock.millis(), 36) + "-" + connection.id() + "-" + ++messages;
    }
}
