package org.posthorn.common.mime;

import java.nio.ByteBuffer;
import java.util.Locale;

/// Undoes a Content-Transfer-Encoding chunk by chunk (RFC 2045 §6), leniently: what can't be decoded is
/// passed over. One instance per part; not thread-safe.
public sealed interface TransferDecoder permits Base64Decoder, QuotedPrintableDecoder, IdentityDecoder {

    /// Decodes the chunk; what is not decodable yet is kept for the next call.
    ///
    /// @return valid until the next call
    ByteBuffer decode(ByteBuffer chunk);

    /// What was kept.
    ByteBuffer finish();

    /// @param encoding `BASE64`, `QUOTED-PRINTABLE` in any case; anything else passes bytes through
    static TransferDecoder of(String encoding) {
        return switch (encoding.strip().toUpperCase(Locale.ROOT)) {
            case "BASE64" -> new Base64Decoder();
            case "QUOTED-PRINTABLE" -> new QuotedPrintableDecoder();
            default -> new IdentityDecoder();
        };
    }
}
