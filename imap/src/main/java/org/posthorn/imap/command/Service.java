package org.posthorn.imap.command;

import org.posthorn.common.config.Imap;
import org.posthorn.common.sasl.Penalty;
import org.posthorn.imap.response.InProgress;
import org.posthorn.storage.MailStore;

/// What all sessions of a server share.
///
/// @param allowPlaintext passwords without TLS
/// @param messageSize    the largest message, in octets
/// @param penalty        what a failed login costs
/// @param pace           how often who waits is told so
public record Service(
        MailStore store,
        String hostname,
        boolean allowPlaintext,
        long messageSize,
        String version,
        Imap imap,
        Penalty penalty,
        InProgress.Pace pace) {}
