package org.posthorn.imap.view;

/// Whether the client hears of `\Recent`.
public enum Recent {
    /// RFC 3501 §7.3.2: as long as IMAP4rev1 is spoken.
    TOLD,
    /// RFC 9051 Appendix E: IMAP4rev2 has no RECENT.
    UNKNOWN
}
