package org.posthorn.smtp.dkim;

import java.util.Locale;

/// What became of one signature (RFC 8601 §2.7.1); a message without any has no verdict but "none".
public enum DkimVerdict {
    PASS,
    /// The signature does not fit the message, or is over.
    FAIL,
    /// It fits, and does not count here all the same.
    POLICY,
    /// It can't be understood.
    NEUTRAL,
    /// The key could not be had just now.
    TEMPERROR,
    /// There is no key that may be used.
    PERMERROR;

    /// As `Authentication-Results` writes it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
