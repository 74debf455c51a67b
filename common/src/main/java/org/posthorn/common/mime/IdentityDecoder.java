package org.posthorn.common.mime;

import java.nio.ByteBuffer;

/// 7bit, 8bit, binary, and what nobody knows.
final class IdentityDecoder implements TransferDecoder {

    @Override
    public ByteBuffer decode(ByteBuffer chunk) {
        var same = chunk.slice();
        chunk.position(chunk.limit());
        return same;
    }

    @Override
    public ByteBuffer finish() {
        return ByteBuffer.allocate(0);
    }
}
