package org.posthorn.common.address;

import java.util.Optional;

/// A mailbox address: local part and domain (RFC 5321 §4.1.2, RFC 6531 §3.3).
///
/// @param local  unquoted form: `"a b"@x` has the local part `a b`; case kept
/// @param domain lower case, A-labels as U-labels never: always the ASCII (A-label) form, or an address literal with
/// its brackets
public record EmailAddress(String local, String domain) {

    /// Parses `local@domain`, quoted local parts and UTF-8 included.
    ///
    /// @throws IllegalArgumentException with a message fit for a person: what is wrong, and where
    public static EmailAddress parse(String text) {
        throw new UnsupportedOperationException();
    }

    public static Optional<EmailAddress> tryParse(String text) {
        throw new UnsupportedOperationException();
    }

    /// The local part up to the first `+`, when there is one that is not first: `alice+news` gives `alice`.
    public EmailAddress withoutTag() {
        throw new UnsupportedOperationException();
    }

    /// What two spellings of one mailbox share: lower case in both parts (NFC). The form that the directory keys on.
    public EmailAddress canonical() {
        throw new UnsupportedOperationException();
    }

    /// Whether either part needs SMTPUTF8 on the wire.
    public boolean needsUtf8() {
        throw new UnsupportedOperationException();
    }

    /// As written in SMTP: the local part quoted where it has to be.
    @Override
    public String toString() {
        throw new UnsupportedOperationException();
    }
}
