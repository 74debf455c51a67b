/// The whole server in one object: [org.posthorn.dist.server.Server] wires configuration, certificate,
/// store, listeners and the admin listener together, in the order in which each needs the one before, and
/// takes them down in reverse.
///
/// | RFC | what of it |
/// |---|---|
/// | 5321 §4.5.3.2.7 | whole: the server's own timeout |
/// | 4954 §4 | part: the length of AUTH lines that a listener takes |
/// | 9051 §5.4 | whole: the inactivity timer |
/// | 2683 §3.2.1.5 | part: the length of command lines |
/// | 1939 §3 | whole: the inactivity timer |
/// | 3206 §4 | part: SYS/TEMP when there are too many connections |
package org.posthorn.dist.server;
