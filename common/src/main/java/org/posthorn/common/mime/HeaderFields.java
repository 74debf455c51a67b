package org.posthorn.common.mime;

import java.util.List;

/// The fields of one header block, found in its bytes without copying them. Immutable, thread-safe.
public final class HeaderFields {

    /// One field: `bytes[start, end)` with its folding and final CRLF; the body starts behind the colon.
    public record Field(String name, int start, int bodyStart, int end) {}

    /// Reads a block up to the empty line or the end. Lines that are no field belong to the field before them.
    public static HeaderFields of(byte[] block) {
        throw new UnsupportedOperationException();
    }

    /// In order of appearance.
    public List<Field> fields() {
        throw new UnsupportedOperationException();
    }

    /// Unfolded bodies of all fields of the name (any case), raw: no encoded-word is decoded.
    public List<String> all(String name) {
        throw new UnsupportedOperationException();
    }

    /// As a person reads it: unfolded, encoded-words decoded (RFC 2047), 8-bit taken as UTF-8 where it is.
    public String decoded(Field field) {
        throw new UnsupportedOperationException();
    }
}
