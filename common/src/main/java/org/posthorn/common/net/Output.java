package org.posthorn.common.net;

import java.nio.ByteBuffer;

/// What is sent to the peer: collected in a pooled buffer, sent in bursts, never more than a fixed amount ahead of
/// what the peer reads. For the connection's command thread only.
///
/// A write waits while the peer is behind and throws [PeerGone] when it has read nothing for the write timeout.
public interface Output {

    /// Appends characters of US-ASCII or, beyond them, ISO 8859-1 (one byte per char).
    Output ascii(CharSequence text) throws PeerGone;

    /// Appends the UTF-8 form of text.
    Output utf8(CharSequence text) throws PeerGone;

    /// Appends a decimal number.
    Output number(long value) throws PeerGone;

    Output bytes(byte[] bytes) throws PeerGone;

    Output bytes(byte[] bytes, int offset, int length) throws PeerGone;

    /// Appends what remains in the buffer, whose position moves to its limit. The bytes are copied.
    Output bytes(ByteBuffer bytes) throws PeerGone;

    /// Appends CR LF.
    Output crlf() throws PeerGone;

    /// Sends everything now. The connection does it by itself when the command thread has nothing left to do,
    /// and before it waits for input.
    void flush() throws PeerGone;
}
