/// FETCH: the data items that a client may ask of a message, how they are read and how their values are written.
///
/// The way of an item: [org.posthorn.imap.fetch.FetchItems] reads what is asked, [org.posthorn.imap.fetch.FetchEncoder]
/// visits the messages at the cheapest level of the store that has the answer (state, placement, message, bytes) and
/// writes one `FETCH` response for each. Whatever the mail is like, what is written is IMAP's grammar.
///
/// - RFC 9051 §6.4.5, §7.5.2 (FETCH): *whole*
/// - RFC 3501 §6.4.5 (`RFC822`, `RFC822.HEADER`, `RFC822.TEXT`): *whole*
/// - RFC 3516 §4.2, §4.3, §6 (`BINARY`): *whole*
/// - RFC 7162 §3.1.4 (`MODSEQ`): *whole*
/// - RFC 8474 §5 (`EMAILID`, `THREADID`): *whole*
/// - RFC 8970 (`PREVIEW`): *whole*
/// - RFC 8514 §4.2 (`SAVEDATE`): *whole*
/// - RFC 2047 §4.1 (encoded-words for 8-bit header text): *whole*
/// - RFC 2231 §4 (8-bit parameter values): *whole*
/// - RFC 2045 §2.9, §5.2, §6.4 (what a part is by default, what is binary, that multiparts are not encoded): *whole*
/// - RFC 2046 §4.1.1 (lines of text end in CRLF): *whole*
/// - RFC 5322 §4.5 (field names of old mail): *whole*
/// - RFC 2180 §4.1 (messages that another session expunged): *whole*
package org.posthorn.imap.fetch;
