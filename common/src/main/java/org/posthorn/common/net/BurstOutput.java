package org.posthorn.common.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Collects what a session says into bursts of at least 16 KiB, or what there is when it has said all; compresses them
/// if that was agreed. Holds no memory once that is sent and the session pauses. For the command thread only.
final class BurstOutput implements Output {
    static final int BURST = 16 * 1024;

    private static final int SMALLEST = 256;
    private static final byte[] NONE = {};

    private final Outbound outbound;
    private byte[] burst = NONE;
    private int size;
    /// What the next burst begins with: behind a full one another is likely, and growing to it is copying.
    private int next = SMALLEST;

    private Optional<Deflation> deflation = Optional.empty();

    BurstOutput(Outbound outbound) {
        this.outbound = outbound;
    }

    @Override
    public Output ascii(CharSequence text) throws PeerGone {
        for (int at = 0; at < text.length(); ) {
            int length = room(text.length() - at);
            for (int i = 0; i < length; i++) {
                char c = text.charAt(at + i);
                burst[size + i] = (byte) (c > 0xFF ? '?' : c);
            }
            at += length;
            filled(length);
        }
        return this;
    }

    @Override
    public Output utf8(CharSequence text) throws PeerGone {
        return bytes(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Output number(long value) throws PeerGone {
        return ascii(Long.toString(value));
    }

    @Override
    public Output bytes(byte[] bytes) throws PeerGone {
        return bytes(bytes, 0, bytes.length);
    }

    @Override
    public Output bytes(byte[] bytes, int offset, int length) throws PeerGone {
        return bytes(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public Output bytes(ByteBuffer bytes) throws PeerGone {
        while (bytes.hasRemaining()) {
            int length = room(bytes.remaining());
            bytes.get(burst, size, length);
            filled(length);
        }
        return this;
    }

    @Override
    public Output crlf() throws PeerGone {
        return ascii("\r\n");
    }

    @Override
    public void flush() throws PeerGone {
        sendBurst();
        if (deflation.isPresent()) {
            deflation.get().flush(outbound::send);
        }
    }

    /// As [#flush()], when nothing more will be said for a while.
    void pause() throws PeerGone {
        sendBurst();
        if (deflation.isPresent()) {
            deflation.get().rest(outbound::send);
        }
    }

    /// From now on.
    void compress() throws PeerGone {
        flush();
        deflation = Optional.of(new Deflation());
    }

    /// Sends everything; what is said from now on is not compressed.
    void end() throws PeerGone {
        sendBurst();
        if (deflation.isPresent()) {
            deflation.get().finish(outbound::send);
            deflation = Optional.empty();
        }
    }

    /// Forgets what was not sent yet.
    void clear() {
        burst = NONE;
        size = 0;
        deflation.ifPresent(Deflation::end);
    }

    private void sendBurst() throws PeerGone {
        if (size > 0) {
            var full = burst;
            int length = size;
            burst = NONE;
            size = 0;
            next = length == BURST ? BURST : SMALLEST;
            if (deflation.isPresent()) {
                deflation.get().write(full, length, outbound::send);
            } else {
                outbound.send(full, length);
            }
        }
    }

    /// Makes room for as much of `wanted` as fits into this burst.
    private int room(int wanted) {
        int needed = Math.min(size + wanted, BURST);
        if (needed > burst.length) {
            burst = Arrays.copyOf(burst, Math.min(BURST, Math.max(next, Math.max(needed, 2 * burst.length))));
        }
        return Math.min(wanted, burst.length - size);
    }

    private void filled(int length) throws PeerGone {
        size += length;
        if (size == BURST) {
            sendBurst();
        }
    }
}
