/// The network: listeners, connections, framing, limits. Sessions of all protocols run on it.
///
/// Front door: [Listener] opens an address and makes a [Session] for each [Connection].
///
/// A connection's bytes are decrypted and collected by an event loop; its session runs on a command thread of
/// its own, a virtual thread that lives only while there is something to do. What the session takes (a line,
/// a literal, DATA) it cuts out of the collected bytes itself, since only the running command knows which is
/// due. Memory per connection is bounded in both directions: the socket is not read while 64 KiB wait to be
/// taken, a writer waits while 64 KiB wait to be sent. Netty's types end in this package.
///
/// Implements:
/// - RFC 5321 §2.3.8, §4.1.1.4, §4.5.2 (lines end by CRLF only, DATA by CRLF.CRLF only, transparency): whole
/// - RFC 9051 §2.2, §4.3 (lines and literals as bytes): whole; what they mean is imap's
/// - RFC 1951, RFC 4978 §3 (DEFLATE below TLS): whole; no more is inflated than a clear connection holds
/// - RFC 3207 §4.2 (nothing survives STARTTLS): whole, for SMTP and, by the same code, IMAP and POP3
package org.posthorn.common.net;
