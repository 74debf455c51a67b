/// POP3: the INBOX as it was at login, to be fetched and emptied.
///
/// Front door: [org.posthorn.pop3.Pop3Session]. A record and a file per command; `Verb` is their table, `State` says
/// which may run when, `Maildrop` is what the client was told of.
///
/// Implements:
/// - RFC 1939 (POP3): part, all but APOP
/// - RFC 2449 (CAPA, response codes, PIPELINING): whole
/// - RFC 2595 (STLS) §4: whole
/// - RFC 3206 (SYS and AUTH codes): whole
/// - RFC 5034 (AUTH): whole, with PLAIN and LOGIN
/// - not yet: RFC 6856 (UTF8, LANG)
package org.posthorn.pop3;
