package org.posthorn.imap.grammar;

import java.util.Arrays;
import java.util.Optional;

/// A literal that was announced and not read yet: `{123}`, `{123+}`, `~{123}`.
///
/// @param size octets
/// @param sync whether the client waits to be told to go ahead (RFC 7888)
public record Literal(long size, boolean sync) {

    /// The literal that a line announces at its end, whatever stands before it: after an error, the stream is in step
    /// only behind a literal that did not wait (RFC 7888 §4).
    public static Optional<Literal> announcedBy(byte[] line) {
        int brace = line.length - 1;
        while (brace >= 0 && line[brace] != '{') {
            brace--;
        }
        if (brace < 0) {
            return Optional.empty();
        }
        var in = new ImapParser(Arrays.copyOfRange(line, brace, line.length), LiteralSource.NONE, Dialect.SEVEN_BIT);
        try {
            return Optional.of(in.literal());
        } catch (BadCommand none) {
            return Optional.empty();
        }
    }
}
