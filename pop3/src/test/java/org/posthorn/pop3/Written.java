package org.posthorn.pop3;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.posthorn.common.net.Output;

/// Keeps what is written.
final class Written implements Output {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public Output ascii(CharSequence text) {
        return bytes(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public Output utf8(CharSequence text) {
        return bytes(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Output number(long value) {
        return ascii(Long.toString(value));
    }

    @Override
    public Output bytes(byte[] more) {
        return bytes(more, 0, more.length);
    }

    @Override
    public Output bytes(byte[] more, int offset, int length) {
        bytes.write(more, offset, length);
        return this;
    }

    @Override
    public Output bytes(ByteBuffer more) {
        var copy = new byte[more.remaining()];
        more.get(copy);
        return bytes(copy);
    }

    @Override
    public Output crlf() {
        return ascii("\r\n");
    }

    @Override
    public void flush() {}

    @Override
    public String toString() {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
