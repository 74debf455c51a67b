package org.posthorn.common.net;

import java.nio.ByteBuffer;

/// The bytes of one literal or of DATA, in the order they arrive. For the connection's command thread only.
///
/// While the caller works on a chunk the socket is not read beyond a small fixed buffer, so memory does not grow with
/// the message (RFC 5321 §4.1.1.4, RFC 9051 §4.3).
public interface Body extends AutoCloseable {

    /// Waits for the next 1 to 65,536 bytes; an empty buffer when the body has ended.
    ///
    /// @return read-only, valid until the next call
    /// @throws PeerGone    the connection ended or was silent for the idle timeout
    ByteBuffer next() throws PeerGone;

    /// Whether DATA contained a CR or a LF that stood alone; known for sure when [#next()] has returned empty.
    /// Such a body is still read to its CRLF.CRLF end, so the stream stays in step. Always false for literals.
    boolean bareNewline();

    /// Reads and drops what is left of the body, so that the stream is in step for the next command.
    ///
    /// @throws PeerGone the connection ended, or more than `discardLimit` bytes were left: the connection is closed
    void discard(long discardLimit) throws PeerGone;

    /// Does nothing when the body was read or discarded to its end; else closes the connection, which is out of step.
    @Override
    void close();
}
