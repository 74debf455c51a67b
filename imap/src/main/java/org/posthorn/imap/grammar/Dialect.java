package org.posthorn.imap.grammar;

/// How text beyond US-ASCII travels.
public enum Dialect {
    /// RFC 3501: mailbox names in modified UTF-7, quoted strings of seven bits.
    SEVEN_BIT,
    /// After ENABLE of UTF8=ACCEPT (RFC 6855 §3) or IMAP4rev2 (RFC 9051 §5.1): UTF-8 in names and quoted strings.
    UTF8
}
