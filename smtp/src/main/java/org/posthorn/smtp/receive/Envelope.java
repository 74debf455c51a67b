package org.posthorn.smtp.receive;

import java.util.Optional;
import org.posthorn.common.address.EmailAddress;

/// What MAIL said.
///
/// @param reversePath who is told of a failure; empty for the null path, that nobody is told by
/// @param size        octets of the message as announced (RFC 1870 §6); 0 when that was not said
/// @param smtpUtf8    whether addresses and header may hold UTF-8 (RFC 6531 §3.4)
public record Envelope(Optional<EmailAddress> reversePath, long size, boolean smtpUtf8) {}
