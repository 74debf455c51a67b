package org.posthorn.dist.bench;

import java.net.InetSocketAddress;
import org.posthorn.common.config.HostPort;

/// The server under test: on this machine, so that no mistake in a command line makes it an attack.
public record Target(InetSocketAddress address, Security security) {

    /// How the connection is protected. Any certificate will do: what is measured is the machine's own.
    public enum Security {
        NONE,
        STARTTLS,
        TLS
    }

    public Target {
        if (!address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("bench puts load on this machine only: the host must be a loopback "
                    + "address such as 127.0.0.1, not "
                    + address.getAddress().getHostAddress());
        }
    }

    @Override
    public String toString() {
        return HostPort.print(address);
    }
}
