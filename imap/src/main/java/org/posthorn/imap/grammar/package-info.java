/// IMAP on the wire: how commands are read and responses written, and nothing of what they mean. The front doors are
/// [org.posthorn.imap.grammar.ImapParser] and [org.posthorn.imap.grammar.ImapEncoder].
///
/// - RFC 9051 §9, the formal syntax: *whole*, of what is announced
/// - RFC 3501 §9, §5.1.3 (modified UTF-7): *whole*
/// - RFC 7888 (LITERAL+, LITERAL-): *whole*
/// - RFC 6855 §3 (UTF-8 in quoted strings): *whole*; taken always, sent after ENABLE
/// - RFC 7162 §7 (sets of known UIDs): *whole*
/// - RFC 9394 §4 (ranges of PARTIAL): *whole*
/// - RFC 5182 (`$` in sets): *whole*
/// - RFC 3516 (`~{}` literals): *whole*; written in FETCH, taken by APPEND and REPLACE
package org.posthorn.imap.grammar;
