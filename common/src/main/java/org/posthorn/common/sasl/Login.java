package org.posthorn.common.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.posthorn.common.sasl.Text.NotText;

/// LOGIN: name and password, each asked for (draft-murchison-sasl-login). Never standardized, and still what Outlook
/// sends. An initial response is the name.
final class Login implements SaslServer {
    // The prompts of the draft; clients compare them.
    private static final byte[] USERNAME = "Username:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PASSWORD = "Password:".getBytes(StandardCharsets.US_ASCII);

    private Optional<String> login = Optional.empty();

    @Override
    public Step next(byte[] response) {
        if (response == null) {
            return new Challenge(USERNAME.clone());
        }
        try {
            Text.refuseNul(response);
            if (login.isEmpty()) {
                login = Optional.of(Text.login(response, 0, response.length));
                return new Challenge(PASSWORD.clone());
            }
            return new Password("", login.get(), Text.password(response, 0, response.length));
        } catch (NotText wrong) {
            return new Malformed(wrong.getMessage());
        }
    }
}
