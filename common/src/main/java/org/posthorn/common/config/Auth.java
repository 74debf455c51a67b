package org.posthorn.common.config;

import java.util.List;

/// How users may prove who they are.
///
/// @param allowPlaintext whether passwords are taken without TLS: for tests and loopback only
public record Auth(boolean allowPlaintext) {
    static final Key<Boolean> ALLOW_PLAINTEXT =
            Key.of("allow_plaintext", Form.SWITCH, false, "Take passwords without TLS: only for tests, on loopback.");

    static final Section SECTION = new Section("auth", "", List.of(ALLOW_PLAINTEXT));

    static Auth of(Values values) {
        return new Auth(values.get(ALLOW_PLAINTEXT));
    }
}
