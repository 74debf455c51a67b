package org.posthorn.common.dns;

import java.net.Inet4Address;
import java.net.InetAddress;

/// Which addresses are asked for: A or AAAA records.
public enum AddressFamily {
    IPV4,
    IPV6;

    public static AddressFamily of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }
}
