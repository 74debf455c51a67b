package org.posthorn.common.net;

/// One protocol on one connection, as straight-line blocking code.
///
/// Every method runs on the connection's command thread: a virtual thread that lives while there is something to do
/// and ends when the connection is idle. Calls never overlap, so a session needs no locks of its own.
/// Output is flushed by the connection when no further complete line is waiting.
public interface Session {

    /// The connection is up (and, on an implicit-TLS listener, its handshake is done): send the greeting.
    void greet() throws PeerGone;

    /// One line of the peer, the first of a command. Continuations, literals and DATA are read from the [Connection].
    ///
    /// @param line without its CRLF; may hold any other byte
    void line(byte[] line) throws PeerGone;

    /// What arrived where a line was due is none: too long, or ended by a bare CR or LF. The bytes are gone.
    void badLine(BadLine bad) throws PeerGone;

    /// Nothing was received for the connection's idle timeout while no command was running: say goodbye.
    /// The connection closes afterwards.
    void silent() throws PeerGone;

    /// The server is stopping: say goodbye. The connection closes afterwards.
    void shutdown() throws PeerGone;

    /// The connection is over, however it ended: release everything. Called exactly once, last of all.
    void closed();
}
