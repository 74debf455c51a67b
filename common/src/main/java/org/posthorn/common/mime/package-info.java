/// Messages as bytes with a structure: [MimeParser] finds the parts while a message arrives, [HeaderFields]
/// the fields of a header, and the rest reads what the fields say. Everything here takes any bytes and
/// fails on none of them (P4).
///
/// - RFC 5322 §2, §3.3, §3.4, §3.6.4, §4 (header fields, folding, dates, address lists and message ids with the
///   obsolete forms): *whole*, for reading
/// - RFC 5256 §2, §3 (base subject, sent date, message ids in one form): *part*: what sorting and threading read
/// - RFC 822 §3.1.4 (white space between words): *part*: in types and parameters
/// - RFC 2045, RFC 2046 (structure, types, encodings): *part*: message/partial and external-body stay opaque
/// - RFC 2047 (encoded-words): *whole*, for reading
/// - RFC 2231 (parameter continuations, charsets): *whole*, for reading; languages are dropped
/// - RFC 2183 (Content-Disposition), RFC 1864 (Content-MD5), RFC 3282 (Content-Language), RFC 2557
///   (Content-Location): *whole*, as fields of a part
/// - RFC 6532 (UTF-8 header fields, message/global): *whole*, for reading
package org.posthorn.common.mime;
