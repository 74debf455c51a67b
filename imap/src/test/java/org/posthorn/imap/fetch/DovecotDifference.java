package org.posthorn.imap.fetch;

/// Why FETCH says other things of a message than Dovecot 2.3 did. It is told from the two answers alone.
enum DovecotDifference {
    /// A last line without CRLF is a line; Dovecot counts line feeds. No RFC says which.
    UNENDED_LINE,
    /// In a multipart none of whose delimiters come, the one part that the grammar wants has the text that is there,
    /// so that it can be read; Dovecot has an empty part.
    NO_DELIMITER,
    /// 8-bit header text is told as encoded-words or as RFC 2231 has it, since quoted strings are of ASCII
    /// (RFC 3501 §9 `quoted`); Dovecot sends it raw or drops it.
    EIGHT_BIT,
    /// RFC 2231 parameters, decoded where ASCII can hold them, else written anew; Dovecot copies them.
    EXTENDED_PARAMETER,
    /// White space stays as it is behind a CRLF that folds (RFC 5322 §2.2.3) and in quotes, and goes at both ends;
    /// Dovecot makes one space of it.
    WHITE_SPACE,
    /// An address that is none by RFC 5322: each reads what it can. Dovecot has MISSING_MAILBOX or SYNTAX_ERROR where
    /// there is nothing to read.
    NO_ADDRESS,
    /// Of a field that there must be only one of, the first counts here and the last there (RFC 5322 §3.6).
    SECOND_FIELD,
    /// An encoding that is none: shown as it is declared; Dovecot says 7bit.
    ODD_ENCODING,
    /// A type without subtype is `text/plain` (RFC 2045 §5.2), a disposition that is empty none; Dovecot has empty
    /// strings.
    EMPTY_VALUE,
    /// Values without the quotes that they need are read to their end; Dovecot stops at the first space or `=`.
    UNQUOTED_VALUE,
    /// A delimiter is a whole line, and the CRLF in front belongs to it (RFC 2046 §5.1.1); Dovecot takes a line that
    /// only begins so, no more than 80 characters of a boundary, and white space at its end.
    DELIMITER
}
