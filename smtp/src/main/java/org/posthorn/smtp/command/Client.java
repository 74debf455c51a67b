package org.posthorn.smtp.command;

import org.posthorn.common.net.Connection;
import org.posthorn.common.sasl.Penalty;
import org.posthorn.smtp.receive.Reception;
import org.posthorn.smtp.receive.Terms;

/// The client of one session: its connection, the terms it is served on, and how much of our patience it has used.
/// For the connection's command thread.
public final class Client {
    private final Connection connection;
    private final Reception reception;
    private final Penalty penalty;
    private final Patience patience = new Patience();
    private int messages;

    /// @param penalty what a failed login costs
    public Client(Connection connection, Reception reception, Penalty penalty) {
        this.connection = connection;
        this.reception = reception;
        this.penalty = penalty;
    }

    public Connection connection() {
        return connection;
    }

    public Terms terms() {
        return reception.terms();
    }

    public Patience patience() {
        return patience;
    }

    Reception reception() {
        return reception;
    }

    Penalty penalty() {
        return penalty;
    }

    /// Whether a password may be sent as things stand (P6).
    boolean mayAuthenticate() {
        return connection.tls().isPresent() || terms().passwordsInClear();
    }

    /// An id for the next message: one of a kind, as the connection's is unique in this process and the time between
    /// processes.
    String nextId() {
        return Long.toString(reception.clock().millis(), 36) + "-" + connection.id() + "-" + ++messages;
    }
}
