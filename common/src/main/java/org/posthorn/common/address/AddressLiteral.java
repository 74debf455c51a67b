package org.posthorn.common.address;

import static org.posthorn.common.address.AddressReader.wrong;

import java.util.Locale;

/// Address literals, `[192.0.2.1]` and `[IPv6:2001:db8::1]` (RFC 5321 §4.1.3). Other tags were never
/// registered.
final class AddressLiteral {

    private static final String IPV6 = "IPv6:";

    private AddressLiteral() {}

    /// Reads the literal that begins at `at` and must end the text.
    ///
    /// @return with its brackets, in one spelling: tag as in the RFC, hexadecimal digits in lower case
    static String read(String text, int at) {
        int end = text.length() - 1;
        if (end <= at || text.charAt(end) != ']') {
            throw wrong("the address literal has no closing bracket at its end", text.length());
        }
        var inside = text.substring(at + 1, end);
        if (inside.regionMatches(true, 0, IPV6, 0, IPV6.length())) {
            var address = inside.substring(IPV6.length());
            if (!isIpv6(address)) {
                throw wrong("this is no IPv6 address: " + address, at + 1 + IPV6.length());
            }
            return '[' + IPV6 + address.toLowerCase(Locale.ROOT) + ']';
        }
        if (!isIpv4(inside)) {
            throw wrong("an address literal is [IPv4 address] or [IPv6:address]", at + 1);
        }
        return '[' + inside + ']';
    }

    static boolean isCanonical(String domain) {
        try {
            return domain.startsWith("[") && read(domain, 0).equals(domain);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isIpv4(String text) {
        var octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return false;
        }
        for (var octet : octets) {
            boolean digits =
                    !octet.isEmpty() && octet.length() <= 3 && octet.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!digits || Integer.parseInt(octet) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == 8;
        }
        int before = groups(text.substring(0, gap), false);
        int after = groups(text.substring(gap + 2), true);
        // RFC 5321 §4.1.3: "::" stands for two groups at least.
        return before >= 0 && after >= 0 && before + after <= 6;
    }

    /// @return how many 16-bit groups stand there (an IPv4 tail is two), -1 when something else does
    private static int groups(String text, boolean mayEndInIpv4) {
        if (text.isEmpty()) {
            return 0;
        }
        var parts = text.split(":", -1);
        int groups = 0;
        for (int i = 0; i < parts.length; i++) {
            if (mayEndInIpv4 && i == parts.length - 1 && isIpv4(parts[i])) {
                groups += 2;
            } else if (isGroup(parts[i])) {
                groups++;
            } else {
                return -1;
            }
        }
        return groups;
    }

    private static boolean isGroup(String text) {
        return !text.isEmpty()
                && text.length() <= 4
                && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
    }
}
