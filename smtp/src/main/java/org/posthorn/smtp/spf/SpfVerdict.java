package org.posthorn.smtp.spf;

import java.util.Locale;

/// The results of RFC 7208 §2.6, each with what its section says that it means.
public enum SpfVerdict {
    /// Nothing was said: no domain that can be asked for, or one without a record.
    NONE,
    /// The domain's owner says nothing of this address.
    NEUTRAL,
    /// The address may send for the domain.
    PASS,
    /// It may not.
    FAIL,
    /// It probably may not.
    SOFTFAIL,
    /// The DNS did not answer: another try may tell.
    TEMPERROR,
    /// What the domain published can't be understood or costs too much.
    PERMERROR;

    /// As `Received-SPF` and `Authentication-Results` write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
