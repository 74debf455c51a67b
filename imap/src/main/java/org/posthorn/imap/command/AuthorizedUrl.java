package org.posthorn.imap.command;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.posthorn.common.address.EmailAddress;

/// A URL of one message or a section of it that says who may fetch it, and, once it is signed, that its owner allows
/// it (RFC 4467 §2):
///
///     imap://joe%40example.org@mx.example.org/INBOX/;uid=20/;section=1.2;urlauth=authuser:internal:91354a…
///
/// @param owner   whose mailbox it is, as whom the URL was signed
/// @param host    this server's name
/// @param expire  up to when it holds; empty: as long as the mailbox's key does
/// @param rump    all of the text that is signed
/// @param token   the signature, by the mechanism INTERNAL; empty: not signed
record AuthorizedUrl(
        EmailAddress owner,
        String host,
        MessageUrl message,
        Optional<Instant> expire,
        Access access,
        String rump,
        Optional<String> token) {

    static final String MECHANISM = "internal";

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern FORM = Pattern.compile(
            "imap://([^/@;:]+)@([^/@;:]+)(?::[0-9]{1,5})?(/.*?)(?:;EXPIRE=([^;]+))?"
                    + ";URLAUTH=(?:(submit|user)\\+([^:;/]+)|authuser|anonymous)(:[a-z0-9.-]+:[0-9a-f]+)?",
            Pattern.CASE_INSENSITIVE);

    /// Who may fetch it (RFC 4467 §3).
    sealed interface Access {
        /// Whoever is logged in; nobody is here without being logged in.
        record Everybody() implements Access {}

        record User(EmailAddress user) implements Access {}

        /// A server that submits mail for the user. There is none that logs in here as such, so nobody.
        record Submission(EmailAddress user) implements Access {}

        default boolean admits(EmailAddress who) {
            return switch (this) {
                case Everybody() -> true;
                case User(var user) -> user.canonical().equals(who.canonical());
                case Submission _ -> false;
            };
        }
    }

    /// Empty when it is none.
    static Optional<AuthorizedUrl> of(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var message = MessageUrl.of(match.group(3)).filter(url -> url.mailbox().isPresent());
        var signature = Optional.ofNullable(match.group(7)).map(it -> it.split(":"));
        if (message.isEmpty() || signature.isPresent() && !signature.get()[1].equalsIgnoreCase(MECHANISM)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AuthorizedUrl(
                    address(match.group(1)),
                    match.group(2),
                    message.get(),
                    Optional.ofNullable(match.group(4))
                            .map(date -> OffsetDateTime.parse(date).toInstant()),
                    access(Optional.ofNullable(match.group(5)), match.group(6)),
                    match.group(7) == null ? text : text.substring(0, match.start(7)),
                    signature.map(it -> it[2])));
        } catch (IllegalArgumentException | DateTimeException wrong) {
            return Optional.empty();
        }
    }

    private static Access access(Optional<String> kind, String user) {
        if (kind.isEmpty()) {
            return new Access.Everybody();
        }
        return kind.get().equalsIgnoreCase("user")
                ? new Access.User(address(user))
                : new Access.Submission(address(user));
    }

    private static EmailAddress address(String encoded) {
        return EmailAddress.parse(
                MessageUrl.decoded(encoded).orElseThrow(() -> new IllegalArgumentException("no UTF-8")));
    }

    /// The text with its signature.
    String signed(byte[] key) {
        return rump + ":" + MECHANISM + ":" + HexFormat.of().formatHex(signature(key));
    }

    /// Whether the token is the key's. Takes the same time for any wrong one.
    boolean isSignedBy(byte[] key) {
        byte[] right = HexFormat.of().formatHex(signature(key)).getBytes(StandardCharsets.US_ASCII);
        byte[] given = token.orElse("").toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(right, given);
    }

    boolean isExpired(Instant now) {
        return expire.isPresent() && now.isAfter(expire.get());
    }

    private byte[] signature(byte[] key) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(rump.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every Java", e);
        }
    }
}
