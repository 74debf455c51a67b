package org.posthorn.imap.command;

import java.util.Set;
import org.posthorn.common.sasl.Penalty;
import org.posthorn.storage.MailStore;

/// What all sessions of a server share.
///
/// @param allowPlaintext passwords without TLS
/// @param messageSize    the largest message, in octets
/// @param hidden         capabilities that are neither announced nor understood
/// @param penalty        what a failed login costs
public record Service(
        MailStore store,
        String hostname,
        boolean allowPlaintext,
        long messageSize,
        String version,
        Set<String> hidden,
        Penalty penalty) {

    /// Whether a capability that may be hidden is not.
    boolean offers(String capability) {
        return !hidden.contains(capability);
    }
}
