/// The first five minutes: a folder with two accounts on loopback ports
/// ([org.posthorn.dist.quickstart.TrialFolder]), and a real message through a running server, seen from
/// outside ([org.posthorn.dist.quickstart.RoundTrip]).
///
/// The client here is deliberately not made of the server's parts, so that it proves something: JDK
/// sockets, the JDK's TLS, and just the commands that one message takes.
///
/// - RFC 5321 §4.5.2 (dots): whole
/// - RFC 3207 (STARTTLS), RFC 4954 (AUTH), RFC 6152 (8BITMIME): part, what a client needs to submit one
/// message
/// - RFC 9051 (IMAP), RFC 1939 (POP3): part, what a client needs to read one message
package org.posthorn.dist.quickstart;
