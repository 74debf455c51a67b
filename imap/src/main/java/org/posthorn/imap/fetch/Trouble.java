package org.posthorn.imap.fetch;

/// Why a FETCH could not tell all it was asked for; the tagged response says so.
public enum Trouble {
    /// Some of the messages are no more, by another session's doing (RFC 2180 §4.1.2): `NO [EXPUNGEISSUED]`.
    EXPUNGED,
    /// Some part has an encoding that we do not know (RFC 9051 §7.5.2): `NO [UNKNOWN-CTE]`.
    UNKNOWN_CTE,
    /// Some message's bytes can't be read: `NO [SERVERBUG]`.
    DAMAGED
}
