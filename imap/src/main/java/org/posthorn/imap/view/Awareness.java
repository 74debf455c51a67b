package org.posthorn.imap.view;

/// What the client understands of MODSEQs; it only grows (RFC 7162 §3.1, §3.2.3).
public enum Awareness {
    NONE,
    /// Every FETCH response that it did not ask for has a MODSEQ.
    CONDSTORE,
    /// That, and VANISHED in place of EXPUNGE.
    QRESYNC
}
