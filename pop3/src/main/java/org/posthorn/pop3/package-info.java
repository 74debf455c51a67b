/// POP3: the INBOX as it was at login, to be fetched and emptied.
///
/// Front door: [org.posthorn.pop3.Pop3Session]. A record and a file per command; [org.posthorn.pop3.Verb] is their
/// table,
/// [org.posthorn.pop3.State] says which may run when, [org.posthorn.pop3.Maildrop] is what the client was told of.
///
/// RFCs: 1939 *whole* but APOP, 2449 *whole*, 2595 §4 *whole*, 3206 *whole*, 5034 *whole* (PLAIN and LOGIN); 6856 *not
/// yet*.
package org.posthorn.pop3;
