package org.posthorn.smtp.dkim;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.posthorn.common.address.DomainName;

/// The value of a DKIM-Signature field (RFC 6376 §3.5).
///
/// @param bodyHash the canonical body's, as the signer saw it
/// @param domain   that takes responsibility (`d=`), in A-labels, lower case
/// @param fields   names of the signed fields, lower case, in the order in which they were hashed
/// @param identity the user or agent (`i=`)
/// @param length   how much of the body is signed, when not all (`l=`)
public record DkimSignature(
        DkimAlgorithm algorithm,
        byte[] signature,
        byte[] bodyHash,
        Canonicalization header,
        Canonicalization body,
        String domain,
        List<String> fields,
        String identity,
        OptionalLong length,
        String selector,
        Optional<Instant> signedAt,
        Optional<Instant> expires) {
    /// Signers sign each field once or twice; what is far beyond costs work for nothing.
    private static final int MOST_FIELDS = 500;

    static DkimSignature parse(String value) throws DkimError {
        var tags = TagList.parse(value);
        if (!tags.required("v").equals("1")) {
            throw new DkimError(DkimVerdict.NEUTRAL, "of another version than 1");
        }
        if (tags.get("q").filter(methods -> !asksDns(methods)).isPresent()) {
            throw DkimError.permanent("the key is not in the DNS");
        }
        String domain = domain(tags.required("d"));
        var canonicalization = tags.get("c").orElse("simple").split("/", 2);
        return new DkimSignature(
                algorithm(tags.required("a")),
                base64(tags.required("b")),
                base64(tags.required("bh")),
                canonicalization(canonicalization[0]),
                canonicalization(canonicalization.length > 1 ? canonicalization[1] : "simple"),
                domain,
                fields(tags.required("h")),
                identity(tags, domain),
                length(tags),
                domain(tags.required("s")),
                time(tags, "t"),
                time(tags, "x"));
    }

    private static boolean asksDns(String methods) {
        return Arrays.stream(methods.split(":"))
                .anyMatch(method -> method.strip().equals("dns/txt"));
    }

    private static DkimAlgorithm algorithm(String word) throws DkimError {
        return DkimAlgorithm.of(word)
                .orElseThrow(() -> DkimError.permanent(
                        word.equals("rsa-sha1") ? "SHA-1 counts no more" : "of an unknown algorithm"));
    }

    private static Canonicalization canonicalization(String word) throws DkimError {
        return Canonicalization.of(word.strip())
                .orElseThrow(() -> DkimError.permanent("of an unknown canonicalization"));
    }

    static byte[] base64(String text) throws DkimError {
        try {
            return Base64.getDecoder().decode(TagList.squeezed(text));
        } catch (IllegalArgumentException e) {
            throw DkimError.permanent("not base64");
        }
    }

    /// U-labels may stand in mail with UTF-8 (RFC 8616 §4).
    private static String domain(String text) throws DkimError {
        boolean ascii = text.chars().allMatch(c -> c < 0x80);
        try {
            String domain = (ascii ? text : DomainName.toAscii(text)).toLowerCase(Locale.ROOT);
            if (domain.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.')) {
                return domain;
            }
        } catch (IllegalArgumentException e) {
            throw DkimError.permanent("a name that is no domain");
        }
        throw DkimError.permanent("a name that is no domain");
    }

    private static List<String> fields(String names) throws DkimError {
        var fields = Arrays.stream(TagList.squeezed(names).split(":", -1))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        if (!fields.contains("from")) {
            throw DkimError.permanent("From is not signed"); // §5.4
        }
        if (fields.size() > MOST_FIELDS) {
            throw new DkimError(DkimVerdict.POLICY, "more than " + MOST_FIELDS + " fields");
        }
        return fields;
    }

    private static String identity(TagList tags, String domain) throws DkimError {
        String identity = tags.get("i").orElse("@" + domain);
        int at = identity.lastIndexOf('@');
        String own = at < 0 ? "" : domain(identity.substring(at + 1));
        if (!own.equals(domain) && !own.endsWith("." + domain)) {
            throw DkimError.permanent("i= is not below d="); // §3.5
        }
        return identity.substring(0, at + 1) + own;
    }

    /// The domain of [#identity()].
    String identityDomain() {
        return identity.substring(identity.lastIndexOf('@') + 1);
    }

    private static OptionalLong length(TagList tags) throws DkimError {
        var length = tags.get("l");
        return length.isPresent() ? OptionalLong.of(number(length.get())) : OptionalLong.empty();
    }

    private static Optional<Instant> time(TagList tags, String name) throws DkimError {
        var time = tags.get(name);
        // 12 digits reach the year 33658; what is beyond is for ever (§3.5).
        return time.isPresent()
                ? Optional.of(Instant.ofEpochSecond(Math.min(number(time.get()), 999_999_999_999L)))
                : Optional.empty();
    }

    private static long number(String digits) throws DkimError {
        if (digits.isEmpty() || digits.length() > 76 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw DkimError.permanent("not a number");
        }
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
