package org.posthorn.dist.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// Tells a destination that fails from a source that fails: what the destination throws becomes unchecked.
final class UncheckedOutput extends OutputStream {
    private final OutputStream out;

    UncheckedOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void flush() {
        try {
            out.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
