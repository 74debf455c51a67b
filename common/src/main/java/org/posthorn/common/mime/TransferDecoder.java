package org.posthorn.common.mime;

import java.nio.ByteBuffer;

/// Undoes a Content-Transfer-Encoding chunk by chunk (RFC 2045 §6), leniently: what can't be decoded is passed over.
/// One instance per part; not thread-safe.
public interface TransferDecoder {

    /// Decodes the chunk; what is not decodable yet is kept for the next call.
    ///
    /// @return valid until the next call
    ByteBuffer decode(ByteBuffer chunk);

    /// What was kept.
    ByteBuffer finish();

    /// @param encoding `BASE64`, `QUOTED-PRINTABLE` in any case; anything else passes bytes through
    static TransferDecoder of(String encoding) {
        throw new UnsupportedOperationException();
    }
}
