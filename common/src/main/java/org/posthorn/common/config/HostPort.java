package org.posthorn.common.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `host:port`; an IPv6 address stands in brackets: `[::]:25`.
///
/// @param host without brackets
public record HostPort(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)]|([^\\[\\]:]+)):(\\d{1,9})");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /// @throws IllegalArgumentException with a message fit for a person
    public static HostPort parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be \"host:port\", an IPv6 address in brackets, such as \"[::]:25\" or \"127.0.0.1:25\"");
        }
        int port = Integer.parseInt(matcher.group(3));
        if (port > 65_535) {
            throw new IllegalArgumentException("the port must be 0 to 65535");
        }
        return new HostPort(matcher.group(1) != null ? matcher.group(1) : matcher.group(2), port);
    }

    /// The address to bind or to ask, without asking any name server for it.
    ///
    /// @throws IllegalArgumentException the host is neither an IP address nor `localhost`
    public InetSocketAddress literal() {
        return new InetSocketAddress(literalAddress(host), port);
    }

    /// @throws IllegalArgumentException with a message fit for a person
    static InetAddress literalAddress(String host) {
        if (host.equals("localhost")) {
            return InetAddress.ofLiteral("127.0.0.1");
        }
        // The JDK would take "80" for 0.0.0.80 and "127.1" for 127.0.0.1: what is no dotted quad is a mistake here.
        if (host.indexOf(':') >= 0 || IPV4.matcher(host).matches()) {
            try {
                return InetAddress.ofLiteral(host);
            } catch (IllegalArgumentException malformed) {
                throw new IllegalArgumentException("\"" + host + "\" is no IP address", malformed);
            }
        }
        throw new IllegalArgumentException("needs an IP address (or localhost), not the name \"" + host + "\"");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /// An address as this class writes it, also one that the system gave.
    public static String print(InetSocketAddress address) {
        return new HostPort(address.getAddress().getHostAddress(), address.getPort()).toString();
    }
}
