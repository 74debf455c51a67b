/// The first five minutes: a folder with two accounts on loopback ports
/// ([org.posthorn.dist.quickstart.TrialFolder]), and a real message through a running server, seen from
/// outside ([org.posthorn.dist.quickstart.RoundTrip]).
///
/// The client here is deliberately not made of the server's parts, so that it proves something: JDK
/// sockets, the JDK's TLS, and just the commands that one message takes.
///
/// | RFC | what of it |
/// |---|---|
/// | 5321 §4.5.2 | whole: dots |
/// | 3207, 4954, 6152 | part: what a client needs to submit one message |
/// | 9051, 1939 | part: what a client needs to read one message |
package org.posthorn.dist.quickstart;
