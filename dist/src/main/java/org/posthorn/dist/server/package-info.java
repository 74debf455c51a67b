/// The whole server in one object: [org.posthorn.dist.server.Server] wires configuration, certificate,
/// store, listeners and the admin listener together, in the order in which each needs the one before, and
/// takes them down in reverse.
///
/// - RFC 5321 §4.5.3.1.4, §4.5.3.2.7 (length of lines, the server's timeout): whole
/// - RFC 4954 §4 (length of AUTH lines): whole
/// - RFC 9051 §5.4 (inactivity timer): whole
/// - RFC 2683 §3.2.1.5 (length of command lines): whole
/// - RFC 1939 §3 (inactivity timer): whole
/// - RFC 2449 §4 (length of command lines): whole
/// - RFC 3206 §4 (SYS/TEMP): part, when there are too many connections
package org.posthorn.dist.server;
