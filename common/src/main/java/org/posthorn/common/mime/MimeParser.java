package org.posthorn.common.mime;

import java.nio.ByteBuffer;

/// Finds the structure of a message in one pass over its bytes, chunk by chunk as they arrive; never fails, whatever
/// they
/// are (P4): what is not MIME is text. Memory is bounded by fixed limits on depth, parts and header size; what exceeds
/// them
/// stays an opaque part. One instance per message; not thread-safe.
public final class MimeParser {

    public MimeParser() {
        throw new UnsupportedOperationException();
    }

    /// Takes what remains in the buffer; its position moves to the limit.
    public void accept(ByteBuffer chunk) {
        throw new UnsupportedOperationException();
    }

    /// Ends the message.
    public MimeStructure finish() {
        throw new UnsupportedOperationException();
    }
}
