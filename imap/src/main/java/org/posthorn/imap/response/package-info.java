/// What ends a command: its tagged reply with a response code.
///
/// - RFC 9051 §7.1 (status responses): *whole*
/// - RFC 5530 (response codes): *part*; those that something here can mean
/// - RFC 9585 (INPROGRESS): *whole*; SEARCH, SORT and THREAD tell how far they are
package org.posthorn.imap.response;
