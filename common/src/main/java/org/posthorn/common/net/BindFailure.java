package org.posthorn.common.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Locale;

/// Says why an address can't be listened on, and what to do about it.
final class BindFailure {
    private BindFailure() {}

    static IOException of(InetSocketAddress address, Throwable cause) {
        return new IOException("can't listen on " + written(address) + ": " + reason(String.valueOf(cause)), cause);
    }

    /// As it stands in the configuration: `127.0.0.1:25`, `[::]:25`.
    static String written(InetSocketAddress address) {
        if (address.isUnresolved()) {
            return address.getHostString() + ":" + address.getPort();
        }
        var ip = address.getAddress();
        var host = ip.getHostAddress();
        if (ip instanceof Inet6Address) {
            host = ip.isAnyLocalAddress() ? "[::]" : "[" + host + "]";
        }
        return host + ":" + address.getPort();
    }

    // The kernel's words are all that both transports give.
    private static String reason(String said) {
        var lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("in use")) {
            return "the port is in use by another process; stop it or choose another port in [listen]";
        }
        if (lower.contains("permission denied")) {
            return "permission denied: ports below 1024 need root or CAP_NET_BIND_SERVICE;"
                    + " allow it or choose another port in [listen]";
        }
        if (lower.contains("cannot assign") || lower.contains("can't assign")) {
            return "this machine does not have that address; choose another in [listen]";
        }
        if (lower.contains("address family") || lower.contains("unsupported address")) {
            return "this machine has no IPv6; write 0.0.0.0 instead of [::] in [listen]";
        }
        if (lower.contains("unresolved")) {
            return "the name has no address; write a numeric one in [listen]";
        }
        return said;
    }
}
