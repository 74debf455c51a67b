package org.posthorn.smtp.receive;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import org.posthorn.common.net.TlsFacts;
import org.posthorn.storage.directory.Directory;

/// Where a message came from, for its trace and the log.
///
/// @param connection the connection's id
/// @param user       who authenticated, if anybody did
public record Origin(
        String connection, InetAddress remote, Optional<TlsFacts> tls, Hello hello, Optional<Directory.Entry> user) {

    /// The `with` clause of Received: RFC 3848 §1, and RFC 6531 §4.3 for SMTPUTF8.
    String protocol(boolean smtpUtf8) {
        if (!hello.extended()) {
            return "SMTP";
        }
        return (smtpUtf8 ? "UTF8SMTP" : "ESMTP") + (tls.isPresent() ? "S" : "") + (user.isPresent() ? "A" : "");
    }

    /// The address literal of the TCP connection (RFC 5321 §4.1.3).
    String addressLiteral() {
        var text = remote.getHostAddress();
        if (!(remote instanceof Inet6Address)) {
            return "[" + text + "]";
        }
        var scope = text.indexOf('%');
        return "[IPv6:" + (scope < 0 ? text : text.substring(0, scope)) + "]";
    }
}
