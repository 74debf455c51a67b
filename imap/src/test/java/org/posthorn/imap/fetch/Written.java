package org.posthorn.imap.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.posthorn.common.net.Output;

/// What was written, in memory.
public final class Written implements Output {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public Output ascii(CharSequence text) {
        bytes.writeBytes(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    @Override
    public Output utf8(CharSequence text) {
        bytes.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
        return this;
    }

    @Override
    public Output number(long value) {
        return ascii(Long.toString(value));
    }

    @Override
    public Output bytes(byte[] text) {
        bytes.writeBytes(text);
        return this;
    }

    @Override
    public Output bytes(byte[] text, int offset, int length) {
        bytes.write(text, offset, length);
        return this;
    }

    @Override
    public Output bytes(ByteBuffer text) {
        while (text.hasRemaining()) {
            bytes.write(text.get());
        }
        return this;
    }

    @Override
    public Output crlf() {
        return ascii("\r\n");
    }

    @Override
    public void flush() {}

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    /// One char for each byte.
    @Override
    public String toString() {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
