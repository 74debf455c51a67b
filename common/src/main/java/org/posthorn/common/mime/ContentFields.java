package org.posthorn.common.mime;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a header says about its body (RFC 2045 to 2047, 2183, 1864, 3282, 2557); of each field the first
/// one counts.
///
/// @param boundary of a multipart, in bytes; empty where there is none that can be used
record ContentFields(
        ContentType type,
        byte[] boundary,
        String encoding,
        Optional<String> id,
        Optional<String> description,
        Optional<String> md5,
        Optional<ContentDisposition> disposition,
        List<String> language,
        Optional<String> location) {

    private static final ContentType TEXT =
            new ContentType("TEXT", "PLAIN", List.of(new Parameter("CHARSET", "us-ascii")));
    private static final ContentType MESSAGE = new ContentType("MESSAGE", "RFC822", List.of());
    private static final byte[] NO_BOUNDARY = {};
    private static final String SEVEN_BIT = "7BIT";

    static final ContentFields NONE = of(HeaderFields.of(new byte[0]), false);

    static ContentFields of(HeaderFields fields, boolean inDigest) {
        var declared = fields.first("Content-Type").flatMap(ContentType::parse);
        var type = declared.orElse(inDigest ? MESSAGE : TEXT);
        return new ContentFields(
                type,
                type.isMultipart() ? boundary(type, fields.charset("Content-Type")) : NO_BOUNDARY,
                fields.first("Content-Transfer-Encoding")
                        .map(ContentFields::encoding)
                        .orElse(SEVEN_BIT),
                fields.first("Content-ID"),
                fields.first("Content-Description"),
                fields.first("Content-MD5"),
                fields.first("Content-Disposition").flatMap(ContentDisposition::parse),
                fields.first("Content-Language").map(ContentFields::languages).orElse(List.of()),
                fields.first("Content-Location"));
    }

    boolean isIdentity() {
        return encoding.equals(SEVEN_BIT) || encoding.equals("8BIT") || encoding.equals("BINARY");
    }

    /// RFC 2046 §5.1.1: a boundary doesn't end with a space, since such a space could be padding.
    private static byte[] boundary(ContentType type, Charset charset) {
        var value = type.parameter("BOUNDARY").orElse("").stripTrailing();
        var boundary = value.getBytes(charset);
        return boundary.length <= OpenParts.MAX_BOUNDARY ? boundary : NO_BOUNDARY;
    }

    private static String encoding(String field) {
        var word = new ParameterReader(field).word().toUpperCase(Locale.ROOT);
        return word.isEmpty() ? SEVEN_BIT : word;
    }

    /// RFC 3282 §2: tags with commas between them.
    private static List<String> languages(String field) {
        return Arrays.stream(field.split(","))
                .map(tag -> new ParameterReader(tag).word())
                .filter(tag -> !tag.isEmpty())
                .toList();
    }
}
