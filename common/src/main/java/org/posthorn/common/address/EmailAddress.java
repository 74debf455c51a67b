package org.posthorn.common.address;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// A mailbox address: local part and domain (RFC 5321 §4.1.2, RFC 6531 §3.3). Immutable, for any thread.
///
/// @param local  unquoted form: `"a b"@x` has the local part `a b`; case kept
/// @param domain lower case, A-labels as U-labels never: always the ASCII (A-label) form, or an address
/// literal with its brackets
public record EmailAddress(String local, String domain) {

    /// RFC 5321 §4.5.3.1.3: a path has 256 octets with its angle brackets (RFC 3696 erratum 1690).
    /// A local part may be as long as that allows: §4.5.3.1.1 says 64, but §4.5.3.1 that servers should not
    /// count, and return paths that carry a recipient (VERP) are longer every day.
    public static final int MAX_LENGTH = 254;

    /// @throws IllegalArgumentException when a part could not stand in an address
    public EmailAddress {
        AddressReader.checkLocal(local);
        if (!DomainName.isAsciiDomain(domain) && !AddressLiteral.isCanonical(domain)) {
            throw new IllegalArgumentException("not a domain in its ASCII form: " + domain);
        }
    }

    /// Parses `local@domain`, quoted local parts and UTF-8 included.
    ///
    /// @throws IllegalArgumentException with a message fit for a person: what is wrong, and where
    public static EmailAddress parse(String text) {
        return new AddressReader(text).address();
    }

    public static Optional<EmailAddress> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The local part up to the first `+`, when there is one that is not first: `alice+news` gives `alice`.
    public EmailAddress withoutTag() {
        int plus = local.indexOf('+');
        return plus > 0 ? new EmailAddress(local.substring(0, plus), domain) : this;
    }

    /// What two spellings of one mailbox share: lower case in both parts (NFC). The form that the directory
    /// keys on.
    public EmailAddress canonical() {
        var folded = Normalizer.normalize(local, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        // Lower case can take a sequence out of NFC (U+0130 becomes two code points).
        var composed = Normalizer.normalize(folded, Normalizer.Form.NFC);
        return composed.equals(local) ? this : new EmailAddress(composed, domain);
    }

    /// Whether either part needs SMTPUTF8 on the wire.
    public boolean needsUtf8() {
        // The domain never does: it is kept as A-labels.
        return local.chars().anyMatch(c -> c >= 0x80);
    }

    /// As written in SMTP: the local part quoted where it has to be.
    @Override
    public String toString() {
        return localOnTheWire(local) + '@' + domain;
    }

    static String localOnTheWire(String local) {
        return AddressReader.isDotString(local) ? local : quoted(local);
    }

    static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String quoted(String local) {
        var out = new StringBuilder(local.length() + 4).append('"');
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        return out.append('"').toString();
    }
}
