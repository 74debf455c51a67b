/// `posthorn bench`: a load generator for any mail server on this machine, ours or another's.
///
/// The front door is [org.posthorn.dist.bench.Bench], which runs one [org.posthorn.dist.bench.Load] and gives
/// a [org.posthorn.dist.bench.Result]. Closed loop: each connection does one operation after the other, so
/// the rate is what the server can do and the latency is what it took, with that many clients.
///
/// The clients are made of plain blocking sockets on virtual threads, and parse only what tells an answer's
/// end from its middle, so that on a shared machine most of the processor is left to the server.
///
/// - RFC 5321 (SMTP), RFC 2920 (PIPELINING), RFC 3207 (STARTTLS), RFC 4954 (AUTH PLAIN): part, a client that
///   sends messages
/// - RFC 9051 (IMAP), RFC 7888 (LITERAL+): part, a client for LOGIN, SELECT, APPEND, FETCH, STORE and IDLE that
///   skips what it is sent
/// - RFC 1939 (POP3), RFC 2595 (STLS): part, a client that drains
package org.posthorn.dist.bench;
