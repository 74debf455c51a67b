package org.posthorn.common.dns;

import java.net.InetAddress;

/// Asks the DNS. Waits for the answer as long as the resolver's deadline at most, and never throws for what the network
/// or the other side does. Names are dotted text, in A-labels, with or without the root's dot; a name that can't be
/// one in the DNS (an empty label, one of over 63 octets, over 253 in all) is absent. Thread-safe.
public interface Resolver {

    /// The strings of each TXT record put together, as SPF and DKIM want it, each octet a character.
    Answer<String> txt(String name);

    Answer<InetAddress> addresses(String name, AddressFamily family);

    Answer<MailExchanger> mailExchangers(String name);

    /// The names that an address says to have (PTR), lower case, without the root's dot. Nothing says that it may.
    Answer<String> names(InetAddress address);
}
