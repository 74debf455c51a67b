package org.posthorn.smtp.spf;

import java.net.InetAddress;
import java.util.Optional;

/// How a directive tells whether an address is meant (RFC 7208 §5). An absent domain is the checked one.
sealed interface Mechanism {

    record All() implements Mechanism {}

    record Include(MacroString domain) implements Mechanism {}

    record A(Optional<MacroString> domain, Prefixes prefixes) implements Mechanism {}

    record Mx(Optional<MacroString> domain, Prefixes prefixes) implements Mechanism {}

    record Ptr(Optional<MacroString> domain) implements Mechanism {}

    record Ip4(InetAddress network, int prefix) implements Mechanism {}

    /// @param network an IPv4-mapped one is IPv4, and matches nothing: IPv4 clients are not meant by `ip6` (§5.6)
    record Ip6(InetAddress network, int prefix) implements Mechanism {}

    record Exists(MacroString domain) implements Mechanism {}

    /// How many of an address's first bits count, by its family.
    record Prefixes(int ipv4, int ipv6) {
        static final Prefixes WHOLE = new Prefixes(32, 128);

        int of(InetAddress address) {
            return address.getAddress().length == 4 ? ipv4 : ipv6;
        }
    }
}
