package org.posthorn.common.mime;

/// Encoded-words in header fields (RFC 2047, RFC 2231 §5).
public final class EncodedWord {
    private EncodedWord() {}

    /// Decodes every encoded-word in an unfolded field body; text that is none stays. Never fails.
    public static String decode(String field) {
        throw new UnsupportedOperationException();
    }
}
