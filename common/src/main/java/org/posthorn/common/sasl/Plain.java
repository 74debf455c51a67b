package org.posthorn.common.sasl;

import org.posthorn.common.sasl.Text.NotText;

/// PLAIN: `[authzid] NUL authcid NUL passwd` in one message (RFC 4616 §2).
final class Plain implements SaslServer {
    private static final byte NUL = 0;

    @Override
    public Step next(byte[] response) {
        if (response == null) {
            // RFC 4422 §3: a client-first mechanism is asked with an empty challenge.
            return new Challenge(new byte[0]);
        }
        int first = indexOfNul(response, 0);
        int second = first < 0 ? -1 : indexOfNul(response, first + 1);
        if (second < 0 || indexOfNul(response, second + 1) >= 0) {
            return new Malformed("PLAIN needs exactly two NULs");
        }
        try {
            var authorizationId = Text.optional(response, 0, first);
            var login = Text.login(response, first + 1, second);
            var password = Text.password(response, second + 1, response.length);
            return new Password(authorizationId, login, password);
        } catch (NotText wrong) {
            return new Malformed(wrong.getMessage());
        }
    }

    private static int indexOfNul(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == NUL) {
                return i;
            }
        }
        return -1;
    }
}
