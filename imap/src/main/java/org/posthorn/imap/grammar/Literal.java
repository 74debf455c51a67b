package org.posthorn.imap.grammar;

/// A literal that was announced and not read yet: `{123}`, `{123+}`, `~{123}`.
///
/// @param size octets
/// @param sync whether the client waits to be told to go ahead (RFC 7888)
public record Literal(long size, boolean sync) {}
