/// SEARCH: its keys, how they are read, and which messages match. The front doors are
/// [org.posthorn.imap.search.SearchKeys] and [org.posthorn.imap.search.SearchEvaluator].
///
/// A key matches exactly what the RFC says it matches: substrings of decoded text, in any case, of everything a person
/// would read. Nothing is approximate, nothing depends on an index.
///
/// - RFC 9051 §6.4.4 (SEARCH keys, CHARSET): *whole*
/// - RFC 3501 §6.4.4 (`NEW`, `OLD`, `RECENT`): *whole*
/// - RFC 5051 (i;unicode-casemap): *whole*
/// - RFC 5322 §3.3, §4.3 (dates of the Date field): *whole*
/// - RFC 7162 §3.1.5 (`MODSEQ`): *whole*; the flag that may be named makes no difference
/// - RFC 8474 §6 (`EMAILID`, `THREADID`): *whole*
/// - RFC 5032 (WITHIN), RFC 8514 §4.3 (SAVEDATE): *whole*
package org.posthorn.imap.search;
