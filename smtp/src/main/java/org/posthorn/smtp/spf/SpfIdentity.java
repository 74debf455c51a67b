package org.posthorn.smtp.spf;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Locale;

/// Who is checked: the client's address, and the domain it claims to speak for, by the reverse-path or, where that is
/// null, by its HELO name (RFC 7208 §2.3, §2.4).
///
/// @param localPart `postmaster` where there is none (§4.3)
/// @param domain    lower case, in A-labels
/// @param helo      what the client called itself
/// @param receiver  our own name, for explanations
/// @param at        now, for explanations
public record SpfIdentity(
        InetAddress client, String localPart, String domain, String helo, String receiver, Instant at) {

    /// The identity MAIL FROM.
    ///
    /// @param reversePath of the client, empty for the null one, which is the HELO identity's
    public static SpfIdentity mailFrom(
            InetAddress client, String reversePath, String helo, String receiver, Instant at) {
        int sign = reversePath.lastIndexOf('@');
        if (reversePath.isEmpty()) {
            return helo(client, helo, receiver, at);
        }
        String localPart = sign <= 0 ? "postmaster" : reversePath.substring(0, sign);
        return new SpfIdentity(
                client, localPart, reversePath.substring(sign + 1).toLowerCase(Locale.ROOT), helo, receiver, at);
    }

    /// The identity HELO.
    public static SpfIdentity helo(InetAddress client, String helo, String receiver, Instant at) {
        return new SpfIdentity(client, "postmaster", helo.toLowerCase(Locale.ROOT), helo, receiver, at);
    }

    /// The domain that a macro's `%{o}` means: the one that the check began with.
    String senderDomain() {
        return domain;
    }
}
