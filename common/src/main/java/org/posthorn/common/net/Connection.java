package org.posthorn.common.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/// A peer's connection as its [Session] sees it. For the command thread only, except [#post(Runnable)],
/// [#id()], [#remote()] and [#local()], which any thread may call.
public interface Connection {

    /// Unique in this process's life and short enough for every log line.
    String id();

    InetSocketAddress remote();

    InetSocketAddress local();

    /// The negotiated TLS, or empty on a clear connection.
    Optional<TlsFacts> tls();

    /// Whether STARTTLS can be offered: the listener has a certificate and the connection is clear.
    boolean canStartTls();

    /// Sends the reply in the clear, drops whatever the peer sent ahead of the handshake (RFC 3207 §4.2: nothing
    /// said before TLS survives it) and does the handshake.
    ///
    /// @throws PeerGone the handshake failed; the connection is closed
    void startTls(String lastClearReply) throws PeerGone;

    /// Whether both sides compress.
    boolean compressed();

    /// Sends the reply as it is; from then on both sides compress by DEFLATE (RFC 4978 §3), below any TLS. What the
    /// peer compresses may stand for any amount: no more is inflated than a clear connection would hold.
    void compress(String lastPlainReply) throws PeerGone;

    /// Sends the reply, and from then on nobody compresses; the peer has ended with the line that is being answered.
    void decompress(String lastCompressedReply) throws PeerGone;

    /// The longest line taken, in bytes without CRLF, for [Session#line] and [#nextLine()]. Starts at the listener's
    /// setting.
    void lineLimit(int bytes);

    /// How long the peer may be silent, between commands and within one. Starts at the listener's setting.
    void idleTimeout(Duration timeout);

    /// Flushes, then waits for the next line of the command that is being read.
    ///
    /// @return without its CRLF
    byte[] nextLine() throws PeerGone, BadLine;

    /// The next `length` bytes, whatever they are. Flush first if the peer waits for a go-ahead; [Body#next()] does.
    Body literal(long length);

    /// Dot-stuffed lines up to CRLF.CRLF (RFC 5321 §4.5.2), unstuffed; the CRLF before the dot belongs to the body.
    /// Nothing but CRLF.CRLF ends it.
    Body data();

    /// Whether the peer has already sent more: what a pipelined or an early-talking client did.
    boolean inputWaiting();

    Output out();

    /// After what is written so far has been sent, closes; [Session#closed()] follows. No further line is delivered.
    void closeAfterFlush();

    /// Runs a task on the command thread, after the running command and those that wait before it. Dropped once closed.
    void post(Runnable task);
}
